using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace VaeMlNet;

/// <summary>
/// The file with the last rows of series: a mark, the checksum of the model's scorer, the series, and the checksum of all of that.
/// </summary>
internal static class SeriesCheckpoint
{
    private const string Mark = "VaeMlNet series 4";

    public static void Write(Stream file, byte[] model, IReadOnlyDictionary<string, SlidingWindow> windows)
    {
        using var content = new MemoryStream();
        using var writer = new BinaryWriter(content);
        writer.Write(Mark);
        writer.Write(model);
        writer.Write(windows.Count);
        foreach (var (name, window) in windows.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            writer.Write(name);
            window.Write(writer);
        }

        writer.Flush();
        content.Position = 0;
        file.Write(SHA256.HashData(content));
        content.Position = 0;
        content.CopyTo(file);
    }

    /// <param name="bytes">The whole checkpoint.</param>
    /// <param name="path">The file of the checkpoint, for messages; null for a stream.</param>
    /// <param name="model">The checksum of the model's scorer.</param>
    /// <param name="rules">The windows of the model.</param>
    /// <exception cref="InvalidDataException">The checkpoint is damaged, is none, or belongs to another model.</exception>
    public static ConcurrentDictionary<string, SlidingWindow> Read(
        byte[] bytes,
        string? path,
        byte[] model,
        WindowRules rules
    )
    {
        if (
            bytes.Length < SHA256.HashSizeInBytes
            || !SHA256
                .HashData(bytes.AsSpan(SHA256.HashSizeInBytes))
                .AsSpan()
                .SequenceEqual(bytes.AsSpan(0, SHA256.HashSizeInBytes))
        )
        {
            throw Bad(path, "it is damaged, or no checkpoint of a VaeSeriesEngine");
        }

        using var reader = new BinaryReader(
            new MemoryStream(bytes, SHA256.HashSizeInBytes, bytes.Length - SHA256.HashSizeInBytes)
        );
        try
        {
            if (reader.ReadString() != Mark)
            {
                throw Bad(path, "it has another format, or is of another version");
            }

            if (!reader.ReadBytes(model.Length).AsSpan().SequenceEqual(model))
            {
                throw Bad(path, "it was written with another model");
            }

            var windows = new ConcurrentDictionary<string, SlidingWindow>(StringComparer.Ordinal);
            for (var count = reader.ReadInt32(); count > 0; count--)
            {
                var name = reader.ReadString();
                windows[name] = rules.NewWindow();
                windows[name].Read(reader);
            }

            return windows;
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException)
        {
            throw Bad(path, "it has another format", e);
        }
    }

    private static InvalidDataException Bad(string? path, string reason, Exception? cause = null) =>
        new(
            $"The checkpoint {(path is null ? "" : $"'{path}' ")}cannot be restored: {reason}. Begin the series again without it, or pass another one.",
            cause
        );
}
