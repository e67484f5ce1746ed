namespace VaeMlNet;

/// <summary>The folder of a model file, from which external data is read, and from nowhere else.</summary>
/// <param name="path">The folder; null for a model that is no file and has nothing beside it.</param>
internal sealed class ExternalDataFolder(string? path)
{
    /// <summary>One ONNX message holds less than 2 GiB, this data included.</summary>
    private long room = Array.MaxLength;

    /// <exception cref="InvalidDataException">The data is elsewhere, is not there, or is too much.</exception>
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
        // A pipe or a device shows by nothing else, and opening a pipe waits for good.
        return new FileInfo(file).Length > 0 ? file : throw Refused(location, "it has no content");
    }

    private static InvalidDataException Refused(string location, string reason) =>
        new($"its external data '{location}' is refused: {reason}");
}
