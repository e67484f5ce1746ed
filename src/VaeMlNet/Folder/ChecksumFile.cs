using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace VaeMlNet;

/// <summary>
/// Reads and writes SHA256SUMS of a model folder, in the format of <c>sha256sum</c>. The sums detect damage; they do not prove
/// origin.
/// </summary>
internal static class ChecksumFile
{
    public const string Name = "SHA256SUMS";

    private const int HexLength = 64;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>Writes the sums of every file below <paramref name="folder"/>, sorted by ordinal path.</summary>
    public static void Write(string folder)
    {
        var text = new StringBuilder();
        foreach (var path in RelativeFiles(folder).Where(p => p != Name).Order(StringComparer.Ordinal))
        {
            using var stream = File.OpenRead(Path.Combine(folder, path));
            text.Append(Convert.ToHexStringLower(SHA256.HashData(stream))).Append("  ").Append(path).Append('\n');
        }

        File.WriteAllText(Path.Combine(folder, Name), text.ToString());
    }

    /// <summary>Parses the file: relative path -> lower-case hex sum. Refuses paths that leave the folder.</summary>
    public static Dictionary<string, string> Parse(ReadOnlySpan<byte> utf8, string modelFolder)
    {
        var sums = new Dictionary<string, string>(StringComparer.Ordinal);
        var number = 0;
        foreach (var range in utf8.Split((byte)'\n'))
        {
            number++;
            if (utf8[range].IsEmpty)
            {
                continue;
            }

            if (sums.Count == ModelFolderLimits.MostEntries)
            {
                throw ModelFolderErrors.TooManyEntries(modelFolder);
            }

            var line = Encoding.UTF8.GetString(utf8[range]);
            if (
                line.Length < HexLength + 3
                || line.AsSpan(HexLength, 2) is not "  "
                || !IsHex(line.AsSpan(0, HexLength))
            )
            {
                throw ModelFolderErrors.BadSums(modelFolder, number, "is not '<64 lower-case hex digits>  <path>'");
            }

            var path = line[(HexLength + 2)..];
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

    /// <summary>Returns every file below <paramref name="folder"/>, as relative paths with '/'.</summary>
    /// <exception cref="VaeModelException">
    /// The folder has too many files; a link, which could lead out of the folder or form a circle; or a file without content,
    /// which could be a pipe or a device. Opening a pipe can wait forever, and .NET distinguishes pipes and devices from files
    /// only by their length of 0.
    /// </exception>
    public static IEnumerable<string> RelativeFiles(string folder)
    {
        var entries = 0;
        var folders = new Stack<(DirectoryInfo Directory, string Prefix, int Depth)>([(new(folder), "", 0)]);
        while (folders.TryPop(out var current))
        {
            foreach (var entry in current.Directory.EnumerateFileSystemInfos())
            {
                var path = current.Prefix + entry.Name;
                if (++entries > ModelFolderLimits.MostEntries || current.Depth > ModelFolderLimits.DeepestFolder)
                {
                    throw ModelFolderErrors.TooManyEntries(folder);
                }

                if (entry.Attributes.HasFlag(FileAttributes.ReparsePoint))
                {
                    throw ModelFolderErrors.Link(folder, path);
                }

                if (entry is DirectoryInfo inner)
                {
                    folders.Push((inner, path + "/", current.Depth + 1));
                    continue;
                }

                yield return entry is FileInfo { Length: > 0 } ? path : throw ModelFolderErrors.NoContent(folder, path);
            }
        }
    }

    /// <summary>
    /// Returns whether a text is lower-case hex, as sha256sum writes it. With upper case allowed, one flipped bit could go
    /// unnoticed.
    /// </summary>
    private static bool IsHex(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(HexDigits);

    private static bool IsInside(string path) =>
        path.IndexOfAny(['\\', ':', '\0', '\r']) < 0 && path.Split('/').All(part => part is not ("" or "." or ".."));
}
