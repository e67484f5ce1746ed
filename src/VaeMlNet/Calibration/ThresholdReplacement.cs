using System.Text.Json;
using System.Text.Json.Nodes;

namespace VaeMlNet;

/// <summary>Writes a model folder anew with another threshold, and everything else as it was.</summary>
internal static class ThresholdReplacement
{
    private const string Member = "threshold";

    /// <exception cref="VaeModelException">The folder is missing, damaged or inconsistent, or cannot be written.</exception>
    public static void Write(string modelFolder, VaeThreshold threshold)
    {
        // Before anything is locked or made: that it is a model, and one that can be read.
        ModelFolder.Open(modelFolder);
        ModelFolderWriter.Write(modelFolder, copy => WriteFiles(modelFolder, copy, threshold));
    }

    private static void WriteFiles(string modelFolder, string copy, VaeThreshold threshold)
    {
        // Once more, while nobody else writes.
        ModelFolder folder = ModelFolder.Open(modelFolder);
        string[] files = [.. ChecksumFile.RelativeFiles(modelFolder).Where(file => file != ChecksumFile.Name)];
        foreach (string file in files)
        {
            byte[] bytes = folder.Read(file);
            string target = Path.Combine(copy, file);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllBytes(
                target,
                file == ModelFolderFiles.Manifest ? WithThreshold(bytes, threshold, modelFolder) : bytes
            );
        }
    }

    /// <summary>The manifest as it stands, members that this version does not know included.</summary>
    private static byte[] WithThreshold(byte[] manifest, VaeThreshold threshold, string modelFolder)
    {
        JsonObject members = JsonNode.Parse(manifest)!.AsObject();
        members[Member] = JsonSerializer.SerializeToNode(threshold, ManifestJson.Options);
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new() { Indented = true, NewLine = "\n" }))
        {
            members.WriteTo(writer);
        }
        stream.WriteByte((byte)'\n');
        byte[] written = stream.ToArray();
        ManifestJson.Parse(written, modelFolder);
        return written;
    }
}
