namespace VaeMlNet;

/// <summary>Reads the bytes of ONNX files.</summary>
internal static class OnnxFileBytes
{
    /// <summary>Reads a whole file, following links.</summary>
    /// <exception cref="IOException">The file does not exist, cannot be read, or has no content.</exception>
    public static byte[] Read(string path)
    {
        var file = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        // Pipes and devices have length 0. Opening a pipe could wait forever, and a device can have no end.
        return new FileInfo(file).Length > 0
            ? File.ReadAllBytes(file)
            : throw new IOException($"'{path}' is empty, or a pipe or device");
    }
}
