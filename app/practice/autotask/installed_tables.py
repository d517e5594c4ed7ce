"""What is installed at customers: configuration items, such as a telephone number in service.

Names and types are those of the vendor's published description. They tell what is provisioned;
what is billed are the units of the contract.
"""

from typing import Final

from app.practice.autotask.fields import Entity, read_fields

_CONFIGURATION_ITEMS: Final = """
id:long- apiVendorID:integer configurationItemCategoryID:integer companyID:integer!>Companies
companyLocationID:integer>CompanyLocations configurationItemType:integer
contactID:integer>Contacts contractID:integer>Contracts contractServiceBundleID:integer
contractServiceID:integer>ContractServices createDate:datetime- createdByPersonID:integer-
dailyCost:double dattoAvailableKilobytes:long- dattoDeviceMemoryMegabytes:integer-
dattoDrivesErrors:boolean- dattoHostname:string(255)- dattoInternalIP:string(255)-
dattoKernelVersionID:integer- dattoLastCheckInDateTime:datetime-
dattoNICSpeedKilobitsPerSecond:integer- dattoNumberOfAgents:integer-
dattoNumberOfDrives:integer- dattoNumberOfVolumes:integer- dattoOffsiteUsedBytes:long-
dattoOSVersionID:integer- dattoPercentageUsed:double- dattoProtectedKilobytes:long-
dattoRemoteIP:string(255)- dattoSerialNumber:string(255)- dattoUptimeSeconds:integer-
dattoUsedKilobytes:long- dattoZFSVersionID:integer- deviceNetworkingID:string(255)-
hourlyCost:double impersonatorCreatorResourceID:integer- installDate:datetime
installedByContactID:integer installedByID:integer isActive:boolean!
lastActivityPersonID:integer- lastActivityPersonType:integer- lastModifiedTime:datetime-
location:string(100) monthlyCost:double notes:string(8000) numberOfUsers:double
parentConfigurationItemID:integer perUseCost:double productID:integer!
referenceNumber:string(50) referenceTitle:string(200) rmmDeviceAuditAntivirusStatusID:integer-
rmmDeviceAuditArchitectureID:integer- rmmDeviceAuditBackupStatusID:integer-
rmmDeviceAuditDescription:string(255)- rmmDeviceAuditDeviceTypeID:integer-
rmmDeviceAuditDisplayAdaptorID:integer- rmmDeviceAuditDomainID:integer-
rmmDeviceAuditExternalIPAddress:string(255)- rmmDeviceAuditHostname:string(255)-
rmmDeviceAuditIPAddress:string(255)- rmmDeviceAuditLastUser:string(255)-
rmmDeviceAuditMacAddress:string(255)- rmmDeviceAuditManufacturerID:integer-
rmmDeviceAuditMemoryBytes:long- rmmDeviceAuditMissingPatchCount:integer-
rmmDeviceAuditMobileNetworkOperatorID:integer- rmmDeviceAuditMobileNumber:string(255)-
rmmDeviceAuditModelID:integer- rmmDeviceAuditMotherboardID:integer-
rmmDeviceAuditOperatingSystem:string(255)- rmmDeviceAuditPatchStatusID:integer-
rmmDeviceAuditProcessorID:integer- rmmDeviceAuditServicePackID:integer-
rmmDeviceAuditSNMPContact:string(255)- rmmDeviceAuditSNMPLocation:string(255)-
rmmDeviceAuditSNMPName:string(255)- rmmDeviceAuditSoftwareStatusID:integer-
rmmDeviceAuditStorageBytes:long- rmmDeviceID:long- rmmDeviceUID:string(255)-
rmmOpenAlertCount:integer- serialNumber:string(100) serviceBundleID:integer>ServiceBundles
serviceID:integer>Services serviceLevelAgreementID:integer setupFee:double
sourceChargeID:integer- sourceChargeType:integer- vendorID:integer>Companies
warrantyExpirationDate:datetime
"""

INSTALLED_ENTITIES: Final = (
    Entity(
        "ConfigurationItems",
        "ConfigurationItem",
        read_fields(_CONFIGURATION_ITEMS),
        can_create=True,
        can_update=True,
        webhooks=True,
    ),
)
