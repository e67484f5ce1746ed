using VaeMlNet.Files;
using VaeMlNet.Onnx;

namespace VaeMlNet.OnnxExport;

/// <summary>Writes a file completely or not at all: it writes a temporary file beside it, flushes it, and moves it.</summary>
internal static class WholeFile
{
    /// <summary>Writes a message of at most 2 GiB.</summary>
    /// <param name="path">The path of the file. An existing file is replaced. Its folder must exist.</param>
    /// <param name="what">The kind of contents in messages, such as "ONNX model".</param>
    /// <param name="message">The contents.</param>
    /// <exception cref="OnnxExportException">The contents are too large, or the file cannot be written.</exception>
    public static void Write(string path, string what, ProtobufWriter message)
    {
        OnnxModelFormat.CheckSize(message.Size, $"{what} '{path}'");
        Write(path, what, message.WriteTo);
    }

    internal static void Write(string path, string what, Action<Stream> writeContents)
    {
        var target = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(target);
        if (folder is null || Path.GetFileName(target).Length == 0 || Directory.Exists(target))
        {
            throw new OnnxExportException(
                $"Could not write the {what} '{path}': that is a folder. Pass a file's path."
            );
        }

        if (!Directory.Exists(folder))
        {
            throw new OnnxExportException(
                $"Could not write the {what} '{path}': the folder '{folder}' does not exist. Create it first."
            );
        }

        try
        {
            using var temporary = TemporaryFile.Beside(target);
            writeContents(temporary.Stream);
            temporary.MoveTo(target);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OnnxExportException(
                $"Could not write the {what} '{path}': {e.Message.TrimEnd('.')}. Nothing was changed there. "
                    + "Check that the folder is writable and its disk has free space, or choose another folder.",
                e
            );
        }
    }
}
