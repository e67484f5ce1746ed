using Microsoft.ML;

namespace VaeMlNet.Tests;

/// <summary>VaeScore in every form: both kinds, with and without contributions, whatever its columns are called.</summary>
internal static class ScoreSubjects
{
    private static readonly TransformsCatalog Transforms = new MLContext(seed: 1).Transforms;
    private static readonly TinyModel Model = TinyModel.Gaussian;

    public static IEnumerable<ScoreSubject> WithoutContributions()
    {
        yield return Score("", isElbo: true, "Score", "PredictedLabel");
        yield return OnOpenedModel(Score("", isElbo: false, "Score", "PredictedLabel"), isElbo: false);
        yield return Score("columns of its own", isElbo: true, "Oddness", "IsOdd");
        yield return Score("columns crossed", isElbo: false, "PredictedLabel", "Score");
        yield return Score("in place", isElbo: true, "Features", "PredictedLabel");
        yield return Score("with p-values", isElbo: true, "Score", "PredictedLabel", p: "P");
        yield return Score("with p-values, columns of its own", isElbo: false, "Oddness", "IsOdd", p: "Score");
    }

    public static IEnumerable<ScoreSubject> WithContributions()
    {
        yield return Score("with contributions", isElbo: true, "Score", "PredictedLabel", "Why");
        yield return Score("with contributions, columns of its own", isElbo: false, "Oddness", "IsOdd", "Why");
        yield return OnOpenedModel(
            Score("with contributions", isElbo: false, "Score", "PredictedLabel", "Why"),
            isElbo: false
        );
    }

    private static ScoreSubject Score(
        string name,
        bool isElbo,
        string score,
        string label,
        string? why = null,
        string? p = null
    )
    {
        var kind = isElbo ? "score by negative ELBO" : "score by reconstruction error";
        return new()
        {
            Name = string.Join(", ", new[] { kind, name }.Where(part => part.Length > 0)),
            Create = n => Transforms.VaeScore(score, "Features", FolderOf(p), Options(n, null, isElbo, label, why, p)),
            WithThreshold = t =>
                Transforms.VaeScore(score, "Features", FolderOf(p), Options(8, t, isElbo, label, why, p)),
            ThresholdOf = SubjectHooks.ThresholdOf,
            Inputs = [TinyInputs.Features(Model)],
            FarRow = [TinyInputs.FarRow(Model)],
            Added = [.. new[] { score, label, why, p }.OfType<string>().Select(column => (column, "Features"))],
            ScoreColumn = score,
            LabelColumn = label,
            ContributionsColumn = why,
            CountRuns = SubjectHooks.CountRuns,
            RestoreBatching = SubjectHooks.RestoreBatching,
        };
    }

    /// <summary>
    /// Returns the folder of the model for a step. The folder is created when a step needs it, because creating it
    /// needs VaeMlNet and the data does not.
    /// </summary>
    private static string FolderOf(string? pValueColumn) =>
        pValueColumn is null ? Model.Folder : CalibratedModel.Gaussian;

    private static ScoreSubject OnOpenedModel(ScoreSubject subject, bool isElbo)
    {
        (var score, var label, var why) = (subject.ScoreColumn, subject.LabelColumn, subject.ContributionsColumn);
        return subject with
        {
            Name = subject.Name + ", opened model",
            Create = n => Opened(score, Options(n, null, isElbo, label, why)),
            WithThreshold = t => Opened(score, Options(8, t, isElbo, label, why)),
        };
    }

    private static VaeEstimator<VaeScoreTransformer> Opened(string score, VaeScoreOptions options)
    {
        using var model = VaeModel.Open(Model.Folder);
        return Transforms.VaeScore(score, "Features", model, options);
    }

    private static VaeScoreOptions Options(
        int batchSize,
        float? threshold,
        bool isElbo,
        string label,
        string? why,
        string? p = null
    ) =>
        new()
        {
            BatchSize = batchSize,
            Threshold = threshold,
            Kind = isElbo ? VaeScoreKind.NegativeElbo : VaeScoreKind.ReconstructionError,
            PredictedLabelColumnName = label,
            ContributionsColumnName = why,
            PValueColumnName = p,
        };
}
