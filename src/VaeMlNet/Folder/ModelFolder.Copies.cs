using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace VaeMlNet;

/// <content>Copies of a model folder.</content>
internal sealed partial class ModelFolder
{
    /// <summary>Writes all files to another folder. The model takes the name of that folder.</summary>
    /// <param name="modelFolder">The folder to create or replace.</param>
    /// <param name="threshold">Thresholds that replace those of the manifest; null keeps them.</param>
    /// <exception cref="VaeModelException">
    /// A file has disappeared or was damaged since the folder was opened, or the folder cannot be written.
    /// </exception>
    public void CopyTo(string modelFolder, VaeThreshold? threshold = null)
    {
        var name = new ModelFolderPaths(modelFolder).Name;
        ModelFolderWriter.Write(modelFolder, into => CopyFiles(into, name, threshold));
    }

    /// <summary>Replaces the folder by one with other thresholds. Only the manifest and SHA256SUMS change.</summary>
    /// <exception cref="VaeModelException">
    /// A file was changed since the folder was opened, or the folder cannot be written.
    /// </exception>
    public void ReplaceThreshold(VaeThreshold threshold) =>
        ModelFolderWriter.Write(Path, into => CopyFiles(into, Manifest.Name, threshold));

    private void CopyFiles(string into, string name, VaeThreshold? threshold)
    {
        ModelFolderWriter.WriteFiles(into, Names.Select(file => KeyValuePair.Create(file, Read(file))));
        EditManifest(System.IO.Path.Combine(into, ModelFolderFiles.Manifest), name, threshold);
    }

    /// <summary>Edits the JSON, so that members of newer producers are kept.</summary>
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
            root["threshold"] = JsonSerializer.SerializeToNode(
                threshold,
                ManifestJson.TypeOf<VaeThreshold>(ManifestJson.Options)
            );
        }

        if (threshold?.Covering is { } covering)
        {
            root["series"]!["covering_threshold"] = covering;
        }

        var text = Encoding.UTF8.GetBytes(root.ToJsonString(ManifestJson.Options) + "\n");
        ManifestJson.Parse(text, Path);
        File.WriteAllBytes(manifest, text);
    }
}
