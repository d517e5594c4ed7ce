"""The pages of the wizard that makes a customer bill-ready."""
