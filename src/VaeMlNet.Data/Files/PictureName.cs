namespace VaeMlNet.Data;

/// <summary>Finds out by the names of files which of a folder are its pictures.</summary>
internal static class PictureName
{
    private static readonly string[] Endings = [".png", ".jpg", ".jpeg"];

    /// <summary>Returns whether a file is a picture: a PNG or JPEG file that is not hidden.</summary>
    public static bool IsPicture(string path) =>
        Endings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
        && !Path.GetFileName(path).StartsWith('.');
}
