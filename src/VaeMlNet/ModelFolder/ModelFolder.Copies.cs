using System.Text.Json.Nodes;

namespace VaeMlNet;

/// <content>A model folder that outlives its files, and copies of it.</content>
internal sealed partial class ModelFolder
{
    /// <summary>Bytes of all files where they are held.</summary>
    private readonly Dictionary<string, byte[]> held = [];

    /// <summary>
    /// Opens a model folder and holds all its files in memory: it may be deleted then, and can still be verified and copied.
    /// </summary>
    /// <exception cref="VaeModelException">The folder is missing, damaged or inconsistent.</exception>
    public static ModelFolder OpenInMemory(string path) => Open(path, holdsFiles: true);

    /// <summary>Writes all files to another place, whose name becomes the model's.</summary>
    /// <exception cref="VaeModelException">A file is missing or damaged meanwhile, or the place cannot be written.</exception>
    public void CopyTo(string modelFolder) =>
        ModelFolderWriter.Write(modelFolder, into => CopyFiles(modelFolder, into));

    private void CopyFiles(string modelFolder, string into)
    {
        foreach (string file in sums.Keys.Order(StringComparer.Ordinal))
        {
            string target = System.IO.Path.Combine(into, file);
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            File.WriteAllBytes(target, Read(file));
        }
        string manifest = System.IO.Path.Combine(into, ModelFolderFiles.Manifest);
        Rename(manifest, System.IO.Path.GetFileName(new ModelFolderPaths(modelFolder).Model));
    }

    /// <summary>Members of later producers stay.</summary>
    private void Rename(string manifest, string name)
    {
        if (name != Manifest.Name)
        {
            JsonNode root = JsonNode.Parse(File.ReadAllBytes(manifest))!;
            root["name"] = name;
            File.WriteAllText(manifest, root.ToJsonString(ManifestJson.Options) + "\n");
        }
    }
}
