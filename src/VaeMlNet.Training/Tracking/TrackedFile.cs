using System.Text;
using VaeMlNet.Files;

namespace VaeMlNet;

/// <summary>Writes text files of a recorded training as a whole. A link is replaced: the file that it leads to is not changed.</summary>
internal static class TrackedFile
{
    /// <summary>Writes a text.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">There is no permission to write it.</exception>
    public static void Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    /// <summary>Writes lines.</summary>
    /// <inheritdoc cref="Write(string, string)"/>
    public static void WriteLines(string path, IEnumerable<string> lines) =>
        Write(path, string.Concat(lines.Select(line => line + "\n")));

    /// <summary>Writes bytes.</summary>
    /// <inheritdoc cref="Write(string, string)"/>
    public static void Write(string path, byte[] bytes)
    {
        using var temporary = TemporaryFile.Beside(path);
        temporary.Stream.Write(bytes);
        temporary.MoveTo(path, flush: false);
    }
}
