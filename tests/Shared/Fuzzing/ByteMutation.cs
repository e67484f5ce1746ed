namespace VaeMlNet.Tests.Shared;

/// <summary>Damages a file without knowledge of its format: flips bits, replaces bytes, truncates and repeats.</summary>
public static class ByteMutation
{
    public static byte[] Mutate(byte[] original, Random random)
    {
        byte[] bytes = [.. original];
        for (var i = random.Next(1, 6); i > 0 && bytes.Length > 0; i--)
        {
            var at = random.Next(bytes.Length);
            switch (random.Next(6))
            {
                case 0 or 1:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 3:
                    bytes[at] = random.Next(2) == 0 ? (byte)0xFF : (byte)0x80;
                    break;
                case 4:
                    bytes =
                        random.Next(3) == 0
                            ? bytes[..at]
                            : [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + random.Next(20))..]];
                    break;
                default:
                    var end = Math.Min(bytes.Length, at + random.Next(200));
                    bytes = [.. bytes[..end], .. bytes[at..]];
                    break;
            }
        }

        return bytes;
    }
}
