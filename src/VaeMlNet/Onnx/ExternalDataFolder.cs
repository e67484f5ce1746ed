namespace VaeMlNet;

/// <summary>Reads external data of a model. It reads files of the model's own folder only.</summary>
/// <param name="path">The folder; null for a model that is not a file and has no folder.</param>
internal sealed class ExternalDataFolder(string? path)
{
    /// <summary>The number of bytes that can still be read. One ONNX message has less than 2 GiB, including this data.</summary>
    private long room = Array.MaxLength;

    public byte[] Read(ExternalData data)
    {
        var file = FileOf(data.Location);
        try
        {
            using var stream = File.OpenRead(file);
            var length = data.Length ?? stream.Length - data.Offset;
            if (length < 0 || data.Offset > stream.Length - length)
            {
                throw Refused(data.Location, $"it has {stream.Length} bytes, fewer than the model names");
            }

            room -= length;
            if (room < 0)
            {
                throw Refused(data.Location, "model and data are more than 2 GiB together");
            }

            var values = new byte[length];
            stream.Position = data.Offset;
            stream.ReadExactly(values);
            return values;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"its external data '{data.Location}' cannot be read ({e.Reason()})", e);
        }
    }

    private string FileOf(string location)
    {
        if (path is null)
        {
            throw Refused(location, "a model from a stream has no files beside it; name the model's file instead");
        }

        var parts = location.Split('/', '\\');
        if (Path.IsPathRooted(location) || location.Contains(':') || parts.Any(p => p is "" or "." or ".."))
        {
            throw Refused(location, "only files beside the model file are read");
        }

        var file = path;
        foreach (var part in parts)
        {
            file = Path.Combine(file, part);
            var isThere = File.Exists(file) || Directory.Exists(file);
            if (isThere && File.GetAttributes(file).HasFlag(FileAttributes.ReparsePoint))
            {
                throw Refused(location, "it is reached through a link, which may lead anywhere");
            }
        }

        if (!File.Exists(file))
        {
            throw Refused(location, "there is no such file beside the model file");
        }
        // Pipes and devices have length 0. Opening a pipe could wait forever.
        return new FileInfo(file).Length > 0 ? file : throw Refused(location, "it has no content");
    }

    private static InvalidDataException Refused(string location, string reason) =>
        new($"its external data '{location}' is refused: {reason}");
}
