namespace VaeMlNet.Tooling;

/// <summary>ONNX files that are no model folder.</summary>
internal static class OnnxFile
{
    /// <summary>Whether the user means a file, and not a model folder.</summary>
    public static bool IsOnnx(string path) =>
        path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase) && !Directory.Exists(path);

    /// <summary>Reads what is in a file.</summary>
    /// <exception cref="CommandException">It is missing or no ONNX model.</exception>
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
                $"'{path}' is no ONNX model: {e.Message.TrimEnd('.')}. Fetch or export it again.",
                e
            );
        }
        catch (IOException e)
        {
            throw InputFile.Unreadable(path, e);
        }
    }

    // A pipe could be read only once, and waits for its writer.
    private static void CheckRegular(string path)
    {
        if (FileKinds.Of(path) is FileKind.Pipe or FileKind.Device)
        {
            throw new CommandException($"Could not read '{path}': it is a pipe or a device, an ONNX file is needed.");
        }
    }
}
