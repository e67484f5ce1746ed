using System.Buffers.Binary;

namespace VaeMlNet.Data;

/// <summary>Reads how a picture is turned from its Exif data (CIPA DC-008, 4.6.5), which cameras write instead of turning its pixels.</summary>
internal static class ExifOrientation
{
    private const int Tag = 0x0112;
    private const int BytesOfEntry = 12;

    /// <summary>Returns the orientation, from 1 to 8; 1, which is not turned, where there is none.</summary>
    /// <param name="tiff">The Exif data, from the header of TIFF on.</param>
    public static int Read(ReadOnlySpan<byte> tiff)
    {
        var isLittle = tiff.StartsWith("II*\0"u8);
        if (tiff.Length < 8 || (!isLittle && !tiff.StartsWith("MM\0*"u8)))
        {
            return 1;
        }

        var start = isLittle
            ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..])
            : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]);
        if (start > tiff.Length - 2)
        {
            return 1;
        }

        var directory = tiff[(int)start..];
        var count = Short(directory, isLittle);
        for (
            var entries = directory[2..];
            count > 0 && entries.Length >= BytesOfEntry;
            count--, entries = entries[BytesOfEntry..]
        )
        {
            if (Short(entries, isLittle) == Tag)
            {
                // Behind the tag, the type and the count.
                return Short(entries[8..], isLittle) is var value and >= 1 and <= 8 ? value : 1;
            }
        }

        return 1;
    }

    private static int Short(ReadOnlySpan<byte> bytes, bool isLittle) =>
        isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
}
