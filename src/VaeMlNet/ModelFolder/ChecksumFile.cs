using System.Security.Cryptography;
using System.Text;

namespace VaeMlNet;

/// <summary>SHA256SUMS of a model folder, in the format of <c>sha256sum</c>: the sums guard integrity, not origin.</summary>
internal static class ChecksumFile
{
    public const string Name = "SHA256SUMS";

    private const int HexLength = 64;

    /// <summary>Writes the sums of every file below <paramref name="folder"/>, sorted by ordinal path.</summary>
    public static void Write(string folder)
    {
        var text = new StringBuilder();
        foreach (string path in RelativeFiles(folder).Where(p => p != Name).Order(StringComparer.Ordinal))
        {
            using FileStream stream = File.OpenRead(Path.Combine(folder, path));
            text.Append(Convert.ToHexStringLower(SHA256.HashData(stream))).Append("  ").Append(path).Append('\n');
        }
        File.WriteAllText(Path.Combine(folder, Name), text.ToString());
    }

    /// <summary>Parses the file: relative path -> lower-case hex sum. Paths that leave the folder are refused.</summary>
    public static Dictionary<string, string> Parse(string text, string modelFolder)
    {
        var sums = new Dictionary<string, string>(StringComparer.Ordinal);
        int number = 0;
        foreach (string line in text.Split('\n'))
        {
            number++;
            if (line.Length == 0)
            {
                continue;
            }
            if (
                line.Length < HexLength + 3
                || line.AsSpan(HexLength, 2) is not "  "
                || !IsHex(line.AsSpan(0, HexLength))
            )
            {
                throw ModelFolderErrors.BadSums(modelFolder, number, "is not '<64 lower-case hex digits>  <path>'");
            }
            string path = line[(HexLength + 2)..];
            if (!IsInside(path))
            {
                throw ModelFolderErrors.BadSums(modelFolder, number, "names a path outside the folder");
            }
            if (!sums.TryAdd(path, line[..HexLength]))
            {
                throw ModelFolderErrors.BadSums(modelFolder, number, $"names {path} a second time");
            }
        }
        return sums;
    }

    /// <summary>Every file below <paramref name="folder"/>, relative to it, with '/' between the parts.</summary>
    /// <exception cref="VaeModelException">
    /// A link is among them, which could lead out of the folder or round in a circle; or a file without content, which may be a
    /// pipe or a device: opening a pipe waits for good, and .NET tells them from files by nothing but their length of 0.
    /// </exception>
    public static IEnumerable<string> RelativeFiles(string folder) => Walk(new DirectoryInfo(folder), "", folder);

    private static IEnumerable<string> Walk(DirectoryInfo directory, string prefix, string modelFolder)
    {
        foreach (FileSystemInfo entry in directory.EnumerateFileSystemInfos())
        {
            string path = prefix + entry.Name;
            if (entry.Attributes.HasFlag(FileAttributes.ReparsePoint))
            {
                throw ModelFolderErrors.Link(modelFolder, path);
            }
            if (entry is not DirectoryInfo inner)
            {
                yield return entry is FileInfo { Length: > 0 }
                    ? path
                    : throw ModelFolderErrors.NoContent(modelFolder, path);
                continue;
            }
            foreach (string file in Walk(inner, path + "/", modelFolder))
            {
                yield return file;
            }
        }
    }

    /// <summary>Lower case only, as sha256sum writes it: else one flipped bit would go unnoticed.</summary>
    private static bool IsHex(ReadOnlySpan<char> text)
    {
        foreach (char c in text)
        {
            if (!char.IsAsciiHexDigitLower(c))
            {
                return false;
            }
        }
        return true;
    }

    private static bool IsInside(string path) =>
        path.IndexOfAny(['\\', ':', '\0', '\r']) < 0 && path.Split('/').All(part => part is not ("" or "." or ".."));
}
