namespace Fuzzing.Tests;

/// <summary>PNG and JPEG files in a folder of pictures.</summary>
/// <param name="folder">A folder for the files.</param>
internal sealed class PictureTarget(string folder) : CommandLineTarget
{
    private static readonly byte[][] Originals =
    [
        PictureBytes.Jpeg,
        PictureBytes.JpegTurned(6),
        PictureBytes.Png(8, 8, [.. Enumerable.Range(0, 64).Select(i => (byte)(3 * i))]),
        PictureBytes.Png(8, 8, [.. Enumerable.Range(0, 256).Select(i => (byte)i)]),
        PictureBytes.Png(8, 8, 16, [], [.. Enumerable.Range(0, 256).Select(i => (byte)(7 * i))]),
    ];

    private readonly string picture = Path.Combine(folder, "picture.png");

    public override string Damage(int seed)
    {
        Random random = new(seed);
        File.WriteAllBytes(picture, ByteMutation.Mutate([.. Originals[random.Next(Originals.Length)]], random));
        return "bytes of a picture";
    }

    public override void UseOriginal()
    {
        foreach (var original in Originals)
        {
            File.WriteAllBytes(picture, original);
            UseDamaged();
        }
    }

    public override void UseDamaged() =>
        Documented(() =>
        {
            foreach (var row in FeatureFile.Open(folder).ReadRows())
            {
                if (!row.All(value => value is >= 0 and <= 1))
                {
                    throw new InvalidOperationException("A pixel is outside of [0, 1].");
                }
            }
        });
}
