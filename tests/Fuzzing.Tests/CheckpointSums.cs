using System.Security.Cryptography;

namespace Fuzzing.Tests;

/// <summary>Replaces data files of a checkpoint together with their checksums.</summary>
internal static class CheckpointSums
{
    private const int LengthInName = 16;

    /// <summary>Writes other content, under the name of its sum, and puts the sum into checkpoint.json.</summary>
    public static void Replace(string folder, string file, byte[] content)
    {
        var description = Path.Combine(folder, "checkpoint.json");
        var sum = Convert.ToHexStringLower(SHA256.HashData(content));
        var old = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));
        var kind = Path.GetFileName(file).Split('-')[0];
        File.WriteAllText(description, File.ReadAllText(description).Replace(old, sum, StringComparison.Ordinal));
        File.Delete(file);
        File.WriteAllBytes(Path.Combine(folder, $"{kind}-{sum[..LengthInName]}.dat"), content);
    }
}
