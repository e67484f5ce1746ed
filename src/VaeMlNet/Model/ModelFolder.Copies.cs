using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace VaeMlNet;

/// <content>A model folder that outlives its files, and copies of it.</content>
internal sealed partial class ModelFolder
{
    /// <summary>The bytes of files that are kept in memory. Once the folder is open, these are all files or none.</summary>
    private readonly Dictionary<string, byte[]> held = [];

    /// <summary>
    /// Opens a model folder and keeps all its files in memory. The folder may be deleted then, and can still be verified and copied.
    /// </summary>
    /// <exception cref="VaeModelException">The folder is missing, damaged or inconsistent.</exception>
    public static ModelFolder OpenInMemory(string path) => Open(path, holdsFiles: true);

    /// <summary>Writes all files to another place, whose name becomes the model's.</summary>
    /// <param name="modelFolder">The place.</param>
    /// <param name="threshold">Thresholds that replace those of the manifest; null keeps them.</param>
    /// <exception cref="VaeModelException">A file is missing or damaged meanwhile, or the place cannot be written.</exception>
    public void CopyTo(string modelFolder, VaeThreshold? threshold = null)
    {
        var name = new ModelFolderPaths(modelFolder).Name;
        ModelFolderWriter.Write(modelFolder, into => CopyFiles(into, name, threshold));
    }

    /// <summary>Replaces the folder by one with other thresholds. Only its manifest changes.</summary>
    /// <exception cref="VaeModelException">A file was changed meanwhile, or the folder cannot be written.</exception>
    public void ReplaceThreshold(VaeThreshold threshold) =>
        ModelFolderWriter.Write(Path, into => CopyFiles(into, Manifest.Name, threshold));

    private void CopyFiles(string into, string name, VaeThreshold? threshold)
    {
        foreach (var file in sums.Keys.Order(StringComparer.Ordinal))
        {
            var target = System.IO.Path.Combine(into, file);
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            File.WriteAllBytes(target, Read(file));
        }

        EditManifest(System.IO.Path.Combine(into, ModelFolderFiles.Manifest), name, threshold);
    }

    /// <summary>Members of later producers stay.</summary>
    private void EditManifest(string manifest, string name, VaeThreshold? threshold)
    {
        if (name == Manifest.Name && threshold is null)
        {
            return;
        }

        var root = JsonNode.Parse(File.ReadAllBytes(manifest))!;
        root["name"] = name;
        if (threshold is not null)
        {
            root["threshold"] = JsonSerializer.SerializeToNode(threshold, ManifestJson.Options);
        }

        var text = Encoding.UTF8.GetBytes(root.ToJsonString(ManifestJson.Options) + "\n");
        ManifestJson.Parse(text, Path);
        File.WriteAllBytes(manifest, text);
    }
}
