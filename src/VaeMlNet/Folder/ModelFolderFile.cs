using System.Text.Json;

namespace VaeMlNet;

/// <summary>A JSON file of a model folder. Contents are checked when they are read, because the file may come from anywhere.</summary>
/// <typeparam name="T">The type of the contents.</typeparam>
/// <param name="name">The name of the file.</param>
/// <param name="noun">The contents in messages, such as <c>history</c>.</param>
/// <param name="formatVersion">Returns the format version of contents.</param>
/// <param name="complaint">Returns the problem of contents of the current version; null if they are valid.</param>
internal sealed class ModelFolderFile<T>(
    string name,
    string noun,
    Func<T, int> formatVersion,
    Func<T, string?> complaint
)
    where T : class
{
    private const int CurrentFormatVersion = 1;

    private static readonly JsonSerializerOptions Options = new(ManifestJson.Options)
    {
        WriteIndented = false,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Parses the bytes of the file.</summary>
    /// <exception cref="VaeModelException">The contents are not valid, or have a newer version.</exception>
    public T Parse(ReadOnlySpan<byte> utf8, string modelFolder)
    {
        T contents;
        try
        {
            ManifestJson.CheckTokens(utf8, ModelFolderLimits.MostOtherTokens);
            contents =
                JsonSerializer.Deserialize(utf8, ManifestJson.TypeOf<T>(Options))
                ?? throw new JsonException("It contains only null.");
        }
        catch (JsonException e)
        {
            throw ModelFolderErrors.BadFile(modelFolder, name, $"it is no valid {noun} ({e.Reason()})", e);
        }

        return Complaint(contents) is { } problem
            ? throw ModelFolderErrors.BadFile(modelFolder, name, problem)
            : contents;
    }

    /// <summary>Returns the problem of contents; null if they are valid.</summary>
    public string? Complaint(T contents) =>
        formatVersion(contents) is var version && version == CurrentFormatVersion
            ? complaint(contents)
            : FormattableString.Invariant($"it is of format version {version}, expected {CurrentFormatVersion}");

    public static byte[] ToBytes(T contents) =>
        [.. JsonSerializer.SerializeToUtf8Bytes(contents, ManifestJson.TypeOf<T>(Options)), (byte)'\n'];
}
