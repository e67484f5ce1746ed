using System.Text;
using VaeMlNet.Files;

namespace VaeMlNet;

/// <summary>A run in the format of a tracking tool.</summary>
internal interface ITrackedRun : IDisposable
{
    /// <summary>Records the options of the training.</summary>
    void AddOptions(IReadOnlyList<(string Name, string Value)> options);

    /// <summary>Records the figures of an epoch.</summary>
    void AddEpoch(int epoch, IReadOnlyList<(string Name, double Value)> figures);

    /// <summary>Records embeddings of training rows.</summary>
    /// <param name="epoch">The last epoch.</param>
    /// <param name="embeddings">The embeddings, one array for each row.</param>
    void AddEmbeddings(int epoch, IReadOnlyList<float[]> embeddings);

    /// <summary>Records an image as PNG.</summary>
    void AddImage(int epoch, string name, int height, int width, byte[] png);

    /// <summary>Records the end of the run.</summary>
    void End(TrackedEnd end);
}

/// <summary>The way in which a run ended.</summary>
internal enum TrackedEnd
{
    Finished,
    Failed,
    Canceled,
}

/// <summary>Writes text files of a recorded training as a whole. A link is replaced: the file that it leads to is not changed.</summary>
internal static class TrackedFile
{
    /// <summary>Writes a text.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">There is no permission to write it.</exception>
    public static void Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    /// <inheritdoc cref="Write(string, string)"/>
    public static void WriteLines(string path, IEnumerable<string> lines) =>
        Write(path, string.Concat(lines.Select(line => line + "\n")));

    /// <inheritdoc cref="Write(string, string)"/>
    public static void Write(string path, byte[] bytes)
    {
        using var temporary = TemporaryFile.Beside(path);
        temporary.Stream.Write(bytes);
        temporary.MoveTo(path, flush: false);
    }
}
