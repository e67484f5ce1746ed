using System.Text;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// Reads TorchSharp's format of weights and optimizers from an untrusted file. TorchSharp allocates as much memory as a file
/// declares, and an unknown tensor type ends the process. This reader checks both first.
/// </summary>
/// <remarks>
/// Counts, sizes and types are written in groups of seven bits, and nothing else is read byte by byte. If TorchSharp takes the
/// type and shape of a tensor from the file, the value true precedes them. It compares other tensors with the tensor that they
/// are read into.
/// </remarks>
internal sealed class CheckpointReader(string path) : BinaryReader(File.OpenRead(path), Encoding.UTF8)
{
    private const int Continues = 0x80;
    private const int BitsPerGroup = 7;
    private const ulong MostDimensions = 8;

    private ulong number;
    private int bits;

    // The numbers of a tensor's header that were read so far; null outside a header.
    private List<ulong>? header;

    public override bool ReadBoolean()
    {
        var value = base.ReadBoolean();
        header = value ? [] : null;
        return value;
    }

    public override double ReadDouble()
    {
        header = null;
        return base.ReadDouble();
    }

    public override long ReadInt64()
    {
        header = null;
        return base.ReadInt64();
    }

    public override byte ReadByte()
    {
        var read = base.ReadByte();
        Require(bits < 64, "a number has more than 64 bits");
        number |= (ulong)(read & ~Continues) << bits;
        bits += BitsPerGroup;
        if ((read & Continues) == 0)
        {
            Use(number);
            (number, bits) = (0, 0);
        }

        return read;
    }

    private void Use(ulong value)
    {
        Require(value <= (ulong)BaseStream.Length, "a size is larger than the file");
        if (header is null)
        {
            return;
        }

        header.Add(value);
        switch (header.Count)
        {
            case 1:
                Require((ScalarType)value is ScalarType.Float32 or ScalarType.Float64, "a tensor has no known type");
                break;
            case 2:
                Require(value <= MostDimensions, "a tensor has too many dimensions");
                break;
            default:
                var elements = header.Skip(2).Aggregate(1.0, (product, size) => product * size);
                Require(elements * sizeof(float) <= BaseStream.Length, "a tensor is larger than the file");
                break;
        }

        if (header.Count >= 2 && header.Count == 2 + (int)header[1])
        {
            header = null;
        }
    }

    private static void Require(bool condition, string complaint)
    {
        if (!condition)
        {
            throw new InvalidDataException(complaint);
        }
    }
}
