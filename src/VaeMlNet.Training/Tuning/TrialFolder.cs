using System.Text.Json;

namespace VaeMlNet;

/// <summary>
/// The results of trials, in memory and, if a folder is given, one file for each. A file appears when it is complete, so several processes
/// can share a folder.
/// </summary>
internal sealed class TrialFolder
{
    private const string PlanName = "tune.json";
    private const string Trials = "trials";

    // Writing a plan takes milliseconds: 10 seconds.
    private const int MostAttempts = 1000;
    private const int MillisecondsBetweenAttempts = 10;

    private readonly string? folder;
    private readonly SortedDictionary<(int Number, double EpochShare), VaeTrial> results = [];

    private TrialFolder(string? folder)
    {
        this.folder = folder;
    }

    /// <summary>Gets the results by number and share of epochs.</summary>
    public IReadOnlyCollection<VaeTrial> Results => results.Values;

    /// <summary>Opens the folder of a tuning, or creates it.</summary>
    /// <param name="folder">The folder; null to keep results in memory only.</param>
    /// <param name="createPlan">Describes the settings and the data on which results depend. Called if there is a folder.</param>
    /// <param name="mayContinue">Whether the folder may have results.</param>
    /// <exception cref="VaeModelException">A file is damaged or cannot be written.</exception>
    public static TrialFolder Open(string? folder, Func<TuningPlan> createPlan, bool mayContinue)
    {
        TrialFolder opened = new(folder);
        if (folder is null)
        {
            return opened;
        }

        var path = Path.Combine(folder, PlanName);
        var plan = createPlan();
        if (TryCreate(path, plan))
        {
            return opened;
        }

        if (!mayContinue)
        {
            throw new InvalidOperationException(
                $"Folder '{folder}' has the trials of a tuning. Set VaeTunerOptions.Resume to continue it, or choose another folder."
            );
        }

        if (Read<TuningPlan>(path) is var other && other.FindDifference(plan) is { } difference)
        {
            throw new InvalidOperationException(
                $"Folder '{folder}' has the trials of another tuning: {difference} differs. Choose another folder, or the same settings and data."
            );
        }

        opened.ReadResults();
        return opened;
    }

    /// <summary>Opens the results in a folder.</summary>
    /// <exception cref="VaeModelException">A file is missing or damaged.</exception>
    public static (TrialFolder Folder, TuningPlan Plan) OpenToRead(string folder)
    {
        TrialFolder opened = new(folder);
        var plan = Read<TuningPlan>(Path.Combine(folder, PlanName));
        opened.ReadResults();
        return (opened, plan);
    }

    /// <summary>Returns the result of a trial, which another process may have written meanwhile; null if there is none.</summary>
    public VaeTrial? Find(int number, double epochShare)
    {
        if (!results.ContainsKey((number, epochShare)) && folder is not null && File.Exists(PathOf(number, epochShare)))
        {
            ReadTrial(PathOf(number, epochShare));
        }

        return results.GetValueOrDefault((number, epochShare));
    }

    /// <summary>Adds a result and writes it.</summary>
    public void Add(VaeTrial trial)
    {
        if (folder is not null)
        {
            Write(PathOf(trial.Number, trial.EpochShare), trial);
        }

        results[(trial.Number, trial.EpochShare)] = trial;
    }

    private void ReadResults()
    {
        var trials = Path.Combine(folder!, Trials);
        foreach (var path in Directory.Exists(trials) ? Directory.GetFiles(trials, "trial-*.json") : [])
        {
            ReadTrial(path);
        }
    }

    /// <summary>Reads a result. A copy under the name of another trial would count twice.</summary>
    private void ReadTrial(string path)
    {
        var trial = Read<VaeTrial>(path);
        var expected = PathOf(trial.Number, trial.EpochShare);
        if (Path.GetFileName(path) != Path.GetFileName(expected))
        {
            throw new VaeModelException(
                $"Result '{path}' of a tuning is that of another trial: expected the name {Path.GetFileName(expected)}. Delete it, and run the tuning again."
            );
        }

        results[(trial.Number, trial.EpochShare)] = trial;
    }

    private string PathOf(int number, double epochShare) =>
        Path.Combine(
            folder!,
            Trials,
            FormattableString.Invariant($"trial-{number:00000}-{Math.Round(100 * epochShare):000}.json")
        );

    /// <summary>Writes the plan of a new folder. Of tuners that start together, only one does.</summary>
    /// <returns>False if the folder has a plan already.</returns>
    private static bool TryCreate(string path, TuningPlan plan)
    {
        if (File.Exists(path))
        {
            return false;
        }

        using var turn = Turn(path);
        if (File.Exists(path))
        {
            return false;
        }

        Write(path, plan);
        return true;
    }

    /// <summary>Waits until no other tuner is between looking for the plan and writing it. The system ends the wait if it is killed.</summary>
    private static FileStream Turn(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotWritten(path, e);
        }

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (attempt < MostAttempts)
            {
                Thread.Sleep(MillisecondsBetweenAttempts);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw NotWritten(path, e);
            }
        }
    }

    private static void Write<T>(string path, T content)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            CheckpointJson.Write(path, content);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotWritten(path, e);
        }
    }

    private static VaeModelException NotWritten(string path, Exception e) =>
        new($"Result '{path}' cannot be written: {e.Message}", e);

    private static T Read<T>(string path)
    {
        try
        {
            return CheckpointJson.Parse<T>(File.ReadAllBytes(path));
        }
        catch (Exception e)
            when (e is JsonException or NotSupportedException or IOException or UnauthorizedAccessException)
        {
            throw new VaeModelException(
                $"Result '{path}' of a tuning cannot be read: {e.Message} Delete it, and run the tuning again.",
                e
            );
        }
    }
}
