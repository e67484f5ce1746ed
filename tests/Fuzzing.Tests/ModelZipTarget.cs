using System.IO.Compression;
using VaeMlNet;

namespace Fuzzing.Tests;

/// <summary>A model folder as a zip archive.</summary>
/// <param name="folder">A folder for the archive.</param>
internal sealed class ModelZipTarget(string folder) : FuzzTarget
{
    private const int DirectoryLength = 1000; // less than the list of files at the end of the archive

    private readonly byte[] original = Zip(Path.Combine(folder, "original.zip"));
    private byte[] damaged = [];

    public override string Damage(int seed)
    {
        Random random = new(seed);
        if (random.Next(2) == 0)
        {
            damaged = ByteMutation.Mutate(original, random);
            return "bytes of the archive";
        }

        damaged = [.. original];
        damaged[^random.Next(1, DirectoryLength)] = (byte)random.Next(256);
        return "a byte of the list of files";
    }

    public override void UseOriginal()
    {
        damaged = original;
        UseDamaged();
    }

    public override void UseDamaged() =>
        Documented(() =>
        {
            using var model = VaeModel.Open(new MemoryStream(damaged));
        });

    protected override bool IsDocumented(Exception refusal) => refusal is VaeModelException;

    private static byte[] Zip(string path)
    {
        File.Delete(path);
        ZipFile.CreateFromDirectory(Repository.PathOf("tests", "VaeMlNet.Tests", "Fixtures", "gaussian"), path);
        return File.ReadAllBytes(path);
    }
}
