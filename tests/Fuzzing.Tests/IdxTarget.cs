using System.Buffers.Binary;
using VaeMlNet.Cli;

namespace Fuzzing.Tests;

/// <summary>IDX files, as images and as labels.</summary>
/// <param name="folder">A folder for the files.</param>
internal sealed class IdxTarget(string folder) : CommandLineTarget
{
    private const int HeaderLength = 16;
    private static readonly int[] Sizes = [0, -1, 1, 20, 65_536, 1 << 24, int.MaxValue, int.MinValue];

    private readonly string images = Path.Combine(folder, "images.idx");
    private readonly string labels = Path.Combine(folder, "labels.idx");

    private static byte[] Images { get; } =
    [0, 0, 8, 3, 0, 0, 0, 9, 0, 0, 0, 4, 0, 0, 0, 5, .. Enumerable.Range(0, 180).Select(i => (byte)i)];

    private static byte[] Labels { get; } = [0, 0, 8, 1, 0, 0, 0, 20, .. Enumerable.Range(0, 20).Select(i => (byte)i)];

    public override string Damage(int seed)
    {
        Random random = new(seed);
        File.WriteAllBytes(images, Damaged(Images, random));
        File.WriteAllBytes(labels, Damaged(Labels, random));
        return "bytes of two IDX files";
    }

    public override void UseOriginal()
    {
        File.WriteAllBytes(images, Images);
        File.WriteAllBytes(labels, Labels);
        UseDamaged();
    }

    public override void UseDamaged()
    {
        Documented(() => _ = FeatureFile.Open(images).ReadRows().Count());
        Documented(() => IdxLabels.Read(labels));
        Run("info", images);
    }

    private static byte[] Damaged(byte[] original, Random random)
    {
        byte[] bytes = [.. original];
        switch (random.Next(3))
        {
            case 0:
                return ByteMutation.Mutate(bytes, random);
            case 1:
                bytes[random.Next(HeaderLength)] = (byte)random.Next(256);
                return bytes;
            default:
                BinaryPrimitives.WriteInt32BigEndian(
                    bytes.AsSpan(4 * random.Next(1, 4)),
                    Sizes[random.Next(Sizes.Length)]
                );
                return bytes;
        }
    }
}
