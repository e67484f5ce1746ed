using System.Globalization;

namespace VaeMlNet;

/// <summary>A run in a folder of its own, as TensorBoard reads it: an event file, and embeddings for the projector.</summary>
/// <remarks>Source of the projector's files: tensorboard/plugins/projector/projector_config.proto.</remarks>
internal sealed class TensorBoardRun : ITrackedRun
{
    private const string VectorsName = "embeddings.tsv";
    private const string RowsName = "rows.tsv";

    private readonly string folder;
    private readonly EventFile events;

    /// <summary>Creates the folder and the file.</summary>
    public TensorBoardRun(string root, string runName, TimeProvider clock)
    {
        folder = Directory.CreateDirectory(Path.Combine(root, runName)).FullName;
        events = new EventFile(folder, clock);
    }

    public void AddOptions(IReadOnlyList<(string Name, string Value)> options)
    {
        var rows = options.Select(option => $"| {option.Name} | {option.Value} |\n");
        events.WriteText("options", $"| option | value |\n|---|---|\n{string.Concat(rows)}");
        events.Flush();
    }

    public void AddEpoch(int epoch, IReadOnlyList<(string Name, double Value)> figures)
    {
        events.WriteScalars(epoch, figures);
        events.Flush();
    }

    public void AddEmbeddings(int epoch, IReadOnlyList<float[]> embeddings)
    {
        TrackedFile.WriteLines(
            Path.Combine(folder, VectorsName),
            embeddings.Select(row =>
                string.Join('\t', row.Select(value => value.ToString("R", CultureInfo.InvariantCulture)))
            )
        );
        // A single column of labels has no header.
        TrackedFile.WriteLines(
            Path.Combine(folder, RowsName),
            Enumerable.Range(0, embeddings.Count).Select(row => row.ToString(CultureInfo.InvariantCulture))
        );
        TrackedFile.Write(
            Path.Combine(folder, "projector_config.pbtxt"),
            $"embeddings {{\n  tensor_name: \"embeddings\"\n  tensor_path: \"{VectorsName}\"\n  metadata_path: \"{RowsName}\"\n}}\n"
        );
    }

    public void AddImage(int epoch, string name, int height, int width, byte[] png) =>
        events.WriteImage(epoch, name, height, width, png);

    public void End(TrackedEnd end) => events.Flush();

    public void Dispose() => events.Dispose();
}
