namespace VaeMlNet;

/// <summary>Reads the bytes of ONNX files.</summary>
internal static class OnnxFileBytes
{
    /// <summary>Reads a whole file, following links.</summary>
    /// <exception cref="IOException">There is no such file, it cannot be read, or it has no content.</exception>
    public static byte[] Read(string path)
    {
        var file = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        // A pipe or a device shows by nothing else. Opening a pipe waits for good, and a device may have no end.
        return new FileInfo(file).Length > 0
            ? File.ReadAllBytes(file)
            : throw new IOException($"'{path}' is empty, or a pipe or device");
    }
}
