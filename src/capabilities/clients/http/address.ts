/** Which network addresses may be called. Pure. */
import ipaddr from 'ipaddr.js';
import { httpLimits } from './limits.ts';

type Address = ReturnType<typeof ipaddr.process>;
type Range = [address: Address, bits: number];

/** Looks public, but is the host's own metadata and control service in Azure. */
const platformAddress = '168.63.129.16';

/** What every public IPv6 address has in common (RFC 4291 §2.4, IANA). */
const globalUnicast: Range = [ipaddr.parse('2000::'), 3];

/** Behind it stands an IPv4 address (RFC 6052 §2.1): networks with IPv6 alone reach the rest of the world by it. */
const translated: Range = [ipaddr.parse('64:ff9b::'), 96];

function within(address: Address, [base, bits]: Range): boolean {
  return address.kind() === base.kind() && address.match(base as never, bits);
}

function isPublic(address: Address): boolean {
  if (within(address, translated)) return isPublic(ipaddr.fromByteArray(address.toByteArray().slice(12)));
  if (address.range() !== 'unicast') return false;
  return address.kind() === 'ipv6' ? within(address, globalUnicast) : address.toString() !== platformAddress;
}

/** "10.1.2.3", "10.0.0.0/8", "fd00::1" or "fd00::/8" in their plain spelling; null for anything else. */
function rangeOf(text: string): Range | null {
  const [base = '', bits, ...rest] = text.split('/');
  const plain = ipaddr.IPv4.isValidFourPartDecimal(base) || (base.includes(':') && ipaddr.IPv6.isValid(base));
  if (!plain || rest.length > 0) return null;
  const address = ipaddr.parse(base);
  const all = address.kind() === 'ipv4' ? 32 : 128;
  if (bits === undefined) return [ipaddr.process(base), ipaddr.process(base).kind() === 'ipv4' ? 32 : 128];
  const count = /^\d{1,3}$/.test(bits) ? Number(bits) : -1;
  return count >= httpLimits.rangeBits && count <= all ? [address, count] : null;
}

/** Whether `text` can stand in a target's `addresses:`. */
export function isAddressRange(text: string): boolean {
  return rangeOf(text) !== null;
}

/**
 * Whether `address`, as the system or a name server spells it, may be connected to. Public ones may, unless
 * `listedOnly`; private, loopback, link-local, shared, multicast, reserved and translated ones only when listed.
 */
export function mayConnect(address: string, listed: readonly string[], listedOnly: boolean): boolean {
  if (!ipaddr.isValid(address)) return false;
  // An IPv4 address in the clothes of IPv6 (::ffff:127.0.0.1) is judged as what it is.
  const real = ipaddr.process(address);
  if (!listedOnly && isPublic(real)) return true;
  return listed.some((text) => {
    const range = rangeOf(text);
    return range !== null && within(real, range);
  });
}
