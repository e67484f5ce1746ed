using System.Globalization;
using System.Security.Cryptography;

namespace VaeMlNet;

/// <summary>A run in a file store of MLflow: a folder with a file for each metric, parameter and tag, and artifacts.</summary>
/// <remarks>
/// Source: mlflow/store/tracking/file_store.py and mlflow/entities (RunStatus, SourceType). A metric's file has a line for each value: the time
/// in milliseconds, the value and the step.
/// </remarks>
internal sealed class MlflowRun : ITrackedRun
{
    private const string MetaName = "meta.yaml";
    private const string DefaultExperiment = "Default";
    private const int LocalSource = 4;
    private const int Running = 1;
    private const int LongestParameter = 500;
    private const int LongestMeta = 1 << 20;

    private readonly TimeProvider clock;
    private readonly string folder;
    private readonly string runName;
    private readonly string experimentId;
    private readonly string id = Guid.NewGuid().ToString("N");
    private readonly long start;

    /// <summary>Creates the run, and the experiment if there is none of its name.</summary>
    public MlflowRun(string root, string experiment, string runName, TimeProvider clock)
    {
        this.clock = clock;
        this.runName = runName;
        start = Now;
        root = Path.GetFullPath(root);
        experimentId = FindExperiment(root, experiment) ?? CreateExperiment(root, experiment);
        folder = Path.Combine(root, experimentId, id);
        foreach (var part in new[] { "metrics", "params", "tags", "artifacts" })
        {
            Directory.CreateDirectory(Path.Combine(folder, part));
        }

        WriteMeta(Running, end: null);
        Write("tags", "mlflow.runName", runName);
        Write("tags", "mlflow.source.name", "vaemlnet");
        Write("tags", "mlflow.source.type", "LOCAL");
        Write("tags", "mlflow.user", "");
    }

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    public void AddOptions(IReadOnlyList<(string Name, string Value)> options)
    {
        foreach (var (name, value) in options)
        {
            Write("params", name, value.Length > LongestParameter ? value[..LongestParameter] : value);
        }
    }

    public void AddEpoch(int epoch, IReadOnlyList<(string Name, double Value)> figures)
    {
        foreach (var (name, value) in figures)
        {
            // A slash in a name is a folder here, as in MLflow itself.
            var path = Path.Combine(folder, "metrics", name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.AppendAllText(path, FormattableString.Invariant($"{Now} {value:R} {epoch}\n"));
        }
    }

    public void AddEmbeddings(int epoch, IReadOnlyList<float[]> embeddings) { }

    public void AddImage(int epoch, string name, int height, int width, byte[] png) =>
        TrackedFile.Write(Path.Combine(folder, "artifacts", $"{name}.png"), png);

    public void End(TrackedEnd end) =>
        WriteMeta(
            end switch
            {
                TrackedEnd.Finished => 3,
                TrackedEnd.Failed => 4,
                _ => 5, // killed
            },
            Now
        );

    public void Dispose() { }

    private static string? FindExperiment(string root, string name) =>
        Directory.Exists(root)
            ? Directory
                .EnumerateDirectories(root)
                .Where(path => IsOf(new FileInfo(Path.Combine(path, MetaName)), name))
                .Select(Path.GetFileName)
                .Order(StringComparer.Ordinal)
                .FirstOrDefault()
            : null;

    // A pipe, which would wait for its writer, has the length 0.
    private static bool IsOf(FileInfo meta, string name) =>
        meta is { Exists: true, Length: > 0 and <= LongestMeta }
        && File.ReadLines(meta.FullName).Any(line => IsName(line, name));

    // MLflow writes most names without quotes.
    private static bool IsName(string line, string name) => line == $"name: {name}" || line == $"name: {Text(name)}";

    private string CreateExperiment(string root, string name)
    {
        var isDefault = name == DefaultExperiment && !Directory.Exists(Path.Combine(root, "0"));
        // MLflow's own identifiers have 18 digits, too.
        var created = isDefault
            ? "0"
            : (100_000_000_000_000_000 + (long)(RandomNumberGenerator.GetInt32(int.MaxValue) * 300_000_000L)).ToString(
                CultureInfo.InvariantCulture
            );
        var place = Directory.CreateDirectory(Path.Combine(root, created)).FullName;
        TrackedFile.Write(
            Path.Combine(place, MetaName),
            $"""
            artifact_location: {Text(Uri(place))}
            creation_time: {start}
            experiment_id: '{created}'
            last_update_time: {start}
            lifecycle_stage: active
            name: {Text(name)}

            """
        );
        return created;
    }

    private void WriteMeta(int status, long? end) =>
        TrackedFile.Write(
            Path.Combine(folder, MetaName),
            FormattableString.Invariant(
                $"""
                artifact_uri: {Text(Uri(Path.Combine(folder, "artifacts")))}
                end_time: {(end is { } time ? time.ToString(CultureInfo.InvariantCulture) : "null")}
                entry_point_name: ''
                experiment_id: '{experimentId}'
                lifecycle_stage: active
                run_id: {id}
                run_name: {Text(runName)}
                run_uuid: {id}
                source_name: ''
                source_type: {LocalSource}
                source_version: ''
                start_time: {start}
                status: {status}
                tags: []
                user_id: ''

                """
            )
        );

    private void Write(string part, string name, string value) =>
        TrackedFile.Write(Path.Combine(folder, part, name), value);

    private static string Uri(string path) => new Uri(path).AbsoluteUri;

    // A quoted YAML scalar, so that names such as 'null' and '1e3' stay texts. Checked names have no line breaks.
    private static string Text(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
}
