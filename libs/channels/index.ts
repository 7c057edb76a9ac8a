export { channelCurrency, channelKinds, noChannel, type Channel, type ChannelKind, type LegalEntity } from './channel.js';
export { type ChannelFields, type NewChannel } from './checks.js';
export { ChannelsModule } from './channels.module.js';
export { readConventions } from './channels.repository.js';
export { ChannelsService } from './channels.service.js';
