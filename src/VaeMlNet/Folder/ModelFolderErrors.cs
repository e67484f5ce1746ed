using static System.FormattableString;

namespace VaeMlNet;

/// <summary>Creates the errors about model folders. Every message names the model, the facts, and what to do next.</summary>
internal static class ModelFolderErrors
{
    private const string ExportAgain = "Export the model again, or copy the complete folder again.";

    public static VaeModelException NotFound(string folder) =>
        Error(
            $"Model '{folder}' does not exist: there is no such folder. Check the path, or export a model with TrainedVae.Export or with the verb export of vaemlnet."
        );

    public static VaeModelException IsFile(string path) =>
        Error(
            $"Model '{path}' is a file, but a model is a folder. Pass the folder that TrainedVae.Export or the verb export of vaemlnet wrote."
        );

    public static VaeModelException Unreadable(string folder, string file, Exception cause) =>
        Error($"Model '{folder}' cannot be opened: reading {file} failed ({cause.Reason()}). {ExportAgain}", cause);

    public static VaeModelException NoManifest(string folder, Exception cause) =>
        Error(
            $"Model '{folder}' cannot be opened: manifest.json is no valid manifest ({cause.Reason()}). {ExportAgain}",
            cause
        );

    public static VaeModelException UnsupportedVersion(string folder, int version) =>
        version < 1
            ? Error(
                $"Model '{folder}' cannot be opened: manifest.json has format_version {version}, expected 1. {ExportAgain}"
            )
            : Error(
                $"Model '{folder}' has format version {version}, but this VaeMlNet reads versions up to {VaeManifest.CurrentFormatVersion}. Update VaeMlNet, or export the model with this version."
            );

    public static VaeModelException ManifestContradiction(string folder, FormattableString problem) =>
        Error($"Model '{folder}' is inconsistent: in manifest.json {Invariant(problem)}. {ExportAgain}");

    public static VaeModelException NoSeries(string folder) =>
        Error(
            $"Model folder '{folder}' has no windows of a time series: it was trained on single rows. Use VaeScore, or train with mlContext.AnomalyDetection.Trainers.VaeSeries."
        );

    public static VaeModelException NoLatents(string folder, VaeManifest manifest) =>
        Error(
            $"Model '{folder}' is the baseline '{manifest.Architecture.Kind}', which has no encoder and no decoder: it can only score rows. Use VaeScore or the verb score, or export a VAE, which the verb export without --method does."
        );

    public static VaeModelException MissingFile(string folder, string file) =>
        Error($"Model '{folder}' is incomplete: {file} is missing. {ExportAgain}");

    public static VaeModelException Checkpoint(string folder) =>
        Error(
            $"'{folder}' is a checkpoint of training, not a model. Export it, with TrainedVae.Export or with the verb export of vaemlnet and its option --checkpoint."
        );

    public static VaeModelException Damaged(string folder, string file, string expected, string actual) =>
        Damaged(folder, file, expected, actual, ExportAgain);

    /// <summary>Creates the error for a file of a folder, which another model can have replaced since the folder was opened.</summary>
    public static VaeModelException DamagedOrReplaced(string folder, string file, string expected, string actual) =>
        Damaged(
            folder,
            file,
            expected,
            actual,
            $"If the model was replaced since it was opened, open it again. Otherwise: {ExportAgain}"
        );

    public static VaeModelException NotListed(string folder, string file) =>
        Error(
            $"Model '{folder}' is inconsistent: {file} is not listed in SHA256SUMS. Remove the file, or export the model again."
        );

    public static VaeModelException BadSums(string folder, int line, string problem) =>
        Error($"Model '{folder}' is inconsistent: line {line} of SHA256SUMS {problem}. {ExportAgain}");

    public static VaeModelException Link(string folder, string file) =>
        Error(
            $"Model '{folder}' is not accepted: {file} is a link, but a model folder may contain plain files only. Replace the link by the file."
        );

    public static VaeModelException NoContent(string folder, string file) =>
        Error(
            $"Model '{folder}' is not accepted: {file} is empty, or a pipe or device, but a model folder may contain plain files with content only. Remove it, or export the model again."
        );

    public static VaeModelException TooLarge(string folder, string file, long bytes, long limit) =>
        Error(
            $"Model '{folder}' is not accepted: {file} has {bytes:N0} bytes, expected at most {limit:N0}. {ExportAgain}"
        );

    public static VaeModelException TooManyEntries(string folder) =>
        Error(
            $"Model '{folder}' is not accepted: it has more than {ModelFolderLimits.MostEntries:N0} files and folders, or folders more than {ModelFolderLimits.DeepestFolder} deep. {ExportAgain}"
        );

    public static VaeModelException BadFile(string folder, string file, string problem, Exception? cause = null) =>
        Error($"Model '{folder}' cannot be opened: {file} is refused because {problem}. {ExportAgain}", cause);

    public static VaeModelException WriteFailed(string folder, Exception cause) =>
        Error(
            $"Model '{folder}' could not be written: {cause.Reason()}. Nothing was replaced: a previous model at that place is still there. Check the folder's permissions and the free disk space, then export again.",
            cause
        );

    public static VaeModelException NotReplaceable(string folder, string obstacle) =>
        Error(
            $"Model '{folder}' was not written: a model replaces an empty folder or a model folder only, and {obstacle}. Nothing was changed. Choose another folder, or move what is there."
        );

    public static VaeModelException BeingWritten(string folder, Exception cause) =>
        Error(
            $"Model '{folder}' is being written by another process. Wait until that one is done, then try again.",
            cause
        );

    public static VaeModelException RecoveryFailed(string folder, string oldFolder, Exception cause) =>
        Error(
            $"Model '{folder}' is missing after an interrupted write, and its previous version could not be restored: {cause.Reason()}. Rename '{oldFolder}' to '{folder}'.",
            cause
        );

    public static VaeModelException Error(FormattableString message, Exception? cause = null) =>
        new(Invariant(message), cause);

    private static VaeModelException Damaged(
        string folder,
        string file,
        string expected,
        string actual,
        string advice
    ) =>
        Error(
            $"Model '{folder}' is damaged or was changed: {file} has SHA-256 {actual}, but SHA256SUMS says {expected}. {advice}"
        );
}
