namespace VaeMlNet.Data;

/// <summary>Reads ONNX files that are not in a model folder.</summary>
internal static class OnnxFile
{
    /// <summary>Returns whether a path means an ONNX file instead of a model folder.</summary>
    public static bool IsOnnx(string path) =>
        path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase) && !Directory.Exists(path);

    /// <summary>Reads the description of a file.</summary>
    public static OnnxFileInfo Read(string path)
    {
        CheckRegular(path);
        InputFile.Open(path).Dispose();
        try
        {
            return OnnxFileInfo.Read(path);
        }
        catch (InvalidDataException e)
        {
            throw new CommandException(
                $"'{path}' is not an ONNX model: {e.Message.TrimEnd('.')}. Download or export it again.",
                e
            );
        }
        catch (IOException e)
        {
            throw InputFile.Unreadable(path, e);
        }
    }

    // A pipe can be read only once, and opening it waits for its writer.
    private static void CheckRegular(string path)
    {
        if (FileKinds.Find(path) is FileKind.Pipe or FileKind.Device)
        {
            throw new CommandException($"Could not read '{path}': it is a pipe or a device, expected an ONNX file.");
        }
    }
}
