using System.Security.Cryptography;

namespace VaeMlNet;

/// <summary>An opened model folder. Every file has its checksum, the manifest is valid, and the graphs match it.</summary>
/// <remarks>The graphs are read into memory once, so that exactly the verified bytes run. Immutable.</remarks>
internal sealed partial class ModelFolder
{
    // The manifest of a checkpoint, which users can mistake for a model.
    private const string CheckpointManifest = "checkpoint.json";

    private static readonly ModelFolderFile<DensityRatio> DensityRatioFile = new(
        ModelFolderFiles.DensityRatio,
        "density ratio",
        ratio => ratio.FormatVersion,
        DensityRatio.Complaint
    );

    private readonly IReadOnlyDictionary<string, string> sums; // of the files on disk
    private readonly Dictionary<string, byte[]> held; // the files in memory: all of a model without a folder
    private readonly byte[]? encoder; // null for a baseline
    private readonly byte[]? decoder;

    private ModelFolder(string path, IReadOnlyDictionary<string, string> sums, Dictionary<string, byte[]>? files)
    {
        Path = path;
        this.sums = sums;
        held = files ?? [];
        var onDisk = sums.Keys.Order(StringComparer.Ordinal).ToLookup(ModelFolderFiles.AreOpened.Contains);
        foreach (var file in onDisk[true])
        {
            held.Add(file, Read(file));
        }

        // The other files are test data. A table model has a hundred of them, whose sums take as long as its manifest.
        var others = Task.Run(() => CheckSums(onDisk[false]));
        var refusedNode = Task.Run(() => GraphRules.FindRefusedNode(this));
        try
        {
            Manifest = ManifestJson.Parse(Read(ModelFolderFiles.Manifest), path);
            if (Manifest.HasLatents)
            {
                encoder = Read(ModelFolderFiles.Encoder);
                decoder = Read(ModelFolderFiles.Decoder);
            }

            Scorer = Read(ModelFolderFiles.Scorer);
            Imputer = GraphTensors.ImputerOutputs(Manifest).Length > 0 ? Read(ModelFolderFiles.Imputer) : null;
            Calibration = held.ContainsKey(ModelFolderFiles.Calibration)
                ? CalibrationJson.File.Parse(Read(ModelFolderFiles.Calibration), path)
                : null;
            DensityRatio = held.ContainsKey(ModelFolderFiles.DensityRatio) ? ReadDensityRatio() : null;
            History = held.ContainsKey(ModelFolderFiles.History)
                ? HistoryJson.File.Parse(Read(ModelFolderFiles.History), path)
                : null;
            GraphRules.Check(this, refusedNode);
        }
        finally
        {
            // A wrong sum is reported before a wrong content.
            others.GetAwaiter().GetResult();
        }

        if (files is null)
        {
            held.Clear();
        }
    }

    /// <summary>Gets the folder as the caller named it, for messages; for a model in memory, what it is.</summary>
    public string Path { get; }

    public VaeManifest Manifest { get; }

    /// <summary>Gets the bytes of encoder.onnx: <see cref="GraphTensors.Inputs"/> -> mean, log_variance [N, L].</summary>
    /// <exception cref="VaeModelException">The model is a baseline.</exception>
    public byte[] Encoder => encoder ?? throw ModelFolderErrors.NoLatents(Path, Manifest);

    /// <summary>Gets the bytes of decoder.onnx: latent [N, L] -> <see cref="GraphTensors.DecoderOutputs"/>.</summary>
    /// <exception cref="VaeModelException">The model is a baseline.</exception>
    public byte[] Decoder => decoder ?? throw ModelFolderErrors.NoLatents(Path, Manifest);

    /// <summary>
    /// Gets the bytes of scorer.onnx: <see cref="GraphTensors.Inputs"/> -> <see cref="GraphTensors.ScorerOutputs"/>.
    /// </summary>
    public byte[] Scorer { get; }

    /// <summary>
    /// Gets the bytes of imputer.onnx: <see cref="GraphTensors.Inputs"/> -> <see cref="GraphTensors.ImputerOutputs"/>; null if
    /// no column can have missing cells.
    /// </summary>
    public byte[]? Imputer { get; }

    /// <summary>Gets the scores of calibration.json; null if the folder has none.</summary>
    public CalibrationScores? Calibration { get; }

    /// <summary>Gets the ratio of density_ratio.json; null if the folder has none.</summary>
    public DensityRatio? DensityRatio { get; }

    /// <summary>Gets the epochs of history.json; null if the folder has none.</summary>
    public TrainingHistory? History { get; }

    private IEnumerable<string> Names => sums.Keys.Concat(held.Keys).Order(StringComparer.Ordinal);

    /// <summary>Opens a model in memory, which can be verified and copied like one on disk.</summary>
    /// <param name="description">The model in messages.</param>
    /// <param name="files">The files by their relative paths, without SHA256SUMS. This object owns them.</param>
    /// <exception cref="VaeModelException">The files are inconsistent.</exception>
    public static ModelFolder FromFiles(string description, Dictionary<string, byte[]> files) =>
        new(description, new Dictionary<string, string>(), files);

    /// <summary>Returns whether a folder contains a checkpoint of training instead of a model.</summary>
    public static bool IsCheckpoint(string path) => File.Exists(System.IO.Path.Combine(path, CheckpointManifest));

    /// <summary>Opens a model folder.</summary>
    /// <exception cref="VaeModelException">The folder is missing, damaged or inconsistent.</exception>
    public static ModelFolder Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ModelFolderRecovery.BeforeOpening(path);
        if (!Directory.Exists(path))
        {
            throw File.Exists(path) ? ModelFolderErrors.IsFile(path) : ModelFolderErrors.NotFound(path);
        }

        var sumsFile = System.IO.Path.Combine(path, ChecksumFile.Name);
        if (!File.Exists(sumsFile))
        {
            throw IsCheckpoint(path)
                ? ModelFolderErrors.Checkpoint(path)
                : ModelFolderErrors.MissingFile(path, ChecksumFile.Name);
        }

        try
        {
            // List the files first. This refuses links, also a link instead of SHA256SUMS, before anything is read.
            string[] files = [.. ChecksumFile.RelativeFiles(path)];
            RefuseLargeFiles(path, files);
            var sums = ChecksumFile.Parse(ModelFolderReader.Read(path, ChecksumFile.Name), path);
            RefuseUnlistedFiles(path, files, sums);
            return new(path, sums, files: null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ModelFolderErrors.Unreadable(path, "its files", e);
        }
    }

    /// <summary>Returns the folder, if it has encoder and decoder.</summary>
    /// <exception cref="VaeModelException">The model is a baseline.</exception>
    public ModelFolder WithLatents() => Manifest.HasLatents ? this : throw ModelFolderErrors.NoLatents(Path, Manifest);

    /// <summary>Returns whether the folder has a file.</summary>
    public bool Contains(string relativePath) => held.ContainsKey(relativePath) || sums.ContainsKey(relativePath);

    /// <summary>Returns a file in memory, or reads one that SHA256SUMS lists and checks its sum.</summary>
    public byte[] Read(string relativePath)
    {
        if (held.TryGetValue(relativePath, out var file))
        {
            return file;
        }

        var bytes = Use(relativePath, ModelFolderReader.Read);
        CheckSum(relativePath, SHA256.HashData(bytes));
        return bytes;
    }

    private DensityRatio ReadDensityRatio()
    {
        var ratio = DensityRatioFile.Parse(Read(ModelFolderFiles.DensityRatio), Path);
        var slotCount = Manifest.Architecture.InputDim;
        return ratio.SlotCount == slotCount
            ? ratio
            : throw ModelFolderErrors.BadFile(
                Path,
                ModelFolderFiles.DensityRatio,
                FormattableString.Invariant($"it is of rows of {ratio.SlotCount} slots, expected {slotCount}")
            );
    }

    /// <summary>
    /// Checks the sums of files without loading them into memory, because a folder can list any number of large files.
    /// </summary>
    private void CheckSums(IEnumerable<string> relativePaths)
    {
        foreach (var file in relativePaths)
        {
            CheckSum(file, Use(file, ModelFolderReader.Sum));
        }
    }

    private void CheckSum(string relativePath, byte[] sum)
    {
        var expected = sums[relativePath];
        var actual = Convert.ToHexStringLower(sum);
        if (actual != expected)
        {
            throw ModelFolderErrors.DamagedOrReplaced(Path, relativePath, expected, actual);
        }
    }

    private byte[] Use(string relativePath, Func<string, string, byte[]> use)
    {
        var file = System.IO.Path.Combine(Path, relativePath);
        if (!sums.ContainsKey(relativePath) || !File.Exists(file))
        {
            throw ModelFolderErrors.MissingFile(Path, relativePath);
        }

        try
        {
            return use(Path, relativePath);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ModelFolderErrors.Unreadable(Path, relativePath, e);
        }
    }

    /// <summary>Refuses a folder with a file that is too large, before any file is read.</summary>
    private static void RefuseLargeFiles(string path, string[] files)
    {
        long total = 0;
        foreach (var file in files)
        {
            var length = new FileInfo(System.IO.Path.Combine(path, file)).Length;
            var limit = ModelFolderLimits.LargestFile(file);
            if (length > limit)
            {
                throw ModelFolderErrors.TooLarge(path, file, length, limit);
            }

            total += length;
            if (total > ModelFolderLimits.LargestFolder)
            {
                throw ModelFolderErrors.TooLarge(
                    path,
                    "the folder up to " + file,
                    total,
                    ModelFolderLimits.LargestFolder
                );
            }
        }
    }

    private static void RefuseUnlistedFiles(string path, string[] files, Dictionary<string, string> sums)
    {
        foreach (var file in files)
        {
            if (file != ChecksumFile.Name && !sums.ContainsKey(file))
            {
                throw ModelFolderErrors.NotListed(path, file);
            }
        }
    }
}
