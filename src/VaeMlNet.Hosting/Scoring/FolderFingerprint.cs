using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace VaeMlNet.Hosting;

/// <summary>Tells whether a model folder changed, without reading its graphs.</summary>
/// <param name="Files">The names, lengths and times of all files. It changes with any write, and if the folder or a link is exchanged.</param>
/// <param name="Sums">The contents of SHA256SUMS: models with the same sums are the same. Empty without this file.</param>
internal sealed record FolderFingerprint(string Files, string Sums)
{
    // Models with a larger file are not opened.
    private const long MostBytesOfSums = 16L << 20;

    /// <summary>Reads the fingerprint. A folder that is missing, or changes meanwhile, has one, too.</summary>
    public static FolderFingerprint Read(string modelFolder)
    {
        try
        {
            StringBuilder files = new();
            var all = new DirectoryInfo(modelFolder).EnumerateFiles("*", SearchOption.AllDirectories);
            foreach (var file in all.OrderBy(file => file.FullName, StringComparer.Ordinal))
            {
                files.Append(
                    CultureInfo.InvariantCulture,
                    $"{file.FullName}|{file.Length}|{file.LastWriteTimeUtc.Ticks}|{file.CreationTimeUtc.Ticks}\n"
                );
            }

            // Neither are links. Pipes have length 0, and opening one could wait forever.
            FileInfo sums = new(Path.Combine(modelFolder, "SHA256SUMS"));
            var isReadable = sums is { Exists: true, LinkTarget: null, Length: > 0 and <= MostBytesOfSums };
            return new(
                Hash(Encoding.UTF8.GetBytes(files.ToString())),
                isReadable ? Hash(File.ReadAllBytes(sums.FullName)) : ""
            );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(e.Message, "");
        }
    }

    private static string Hash(byte[] bytes) => Convert.ToHexString(SHA256.HashData(bytes));
}
