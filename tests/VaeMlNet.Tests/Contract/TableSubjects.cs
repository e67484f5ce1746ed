using Microsoft.ML;

namespace VaeMlNet.Tests;

/// <summary>The steps that take the raw columns of a table model, with missing cells.</summary>
internal static class TableSubjects
{
    private static readonly TransformsCatalog Transforms = new MLContext(seed: 1).Transforms;
    private static readonly string Folder = TinyTable.Folder;
    private static readonly string[] Names = TinyTable.Names;

    public static IEnumerable<EstimatorSubject> Steps()
    {
        yield return Step("encode columns", n => Transforms.VaeEncode("Out", Names, Folder, new() { BatchSize = n }));
        yield return Step(
            "encode columns in any order, opened model, in place",
            n => Opened(model => Transforms.VaeEncode("Age", [.. Names.Reverse()], model, new() { BatchSize = n }))
        ) with
        {
            Added = [("Age", "Age")],
        };
        yield return Step(
            "reconstruct columns",
            n => Transforms.VaeReconstruct("Out", [], Folder, new VaeReconstructOptions { BatchSize = n })
        );
        yield return Step(
            "impute columns in place",
            n => Transforms.VaeImpute(null, Folder, new() { BatchSize = n })
        ) with
        {
            Added = [("Age", "Age"), ("Vitals", "Vitals"), ("Job", "Job"), ("Region", "Region")],
        };
        yield return Step(
            "impute columns under other names, opened model",
            n => Opened(model => Transforms.VaeImpute(Names, model, Filled(n)))
        ) with
        {
            Added = [("Job 2", "Job"), ("Vitals filled", "Vitals")],
        };
    }

    public static IEnumerable<ScoreSubject> Scores()
    {
        yield return Score("score columns by negative ELBO", isElbo: true, "Score");
        yield return Score("score columns by reconstruction error", isElbo: false, "Oddness");
    }

    private static EstimatorSubject Step(string name, Func<int, IEstimator<ITransformer>> create) =>
        new()
        {
            Name = name,
            Create = create,
            Inputs = TableInputs.All,
            Added = [("Out", "Age")],
            EachOutputNeedsAllInputs = true,
            CountRuns = SubjectHooks.CountRuns,
            RestoreBatching = SubjectHooks.RestoreBatching,
        };

    private static ScoreSubject Score(string name, bool isElbo, string score) =>
        new()
        {
            Name = name,
            Create = n => Transforms.VaeScore(score, Names, Folder, Options(isElbo, n, null)),
            WithThreshold = t => Transforms.VaeScore(score, Names, Folder, Options(isElbo, 8, t)),
            ThresholdOf = SubjectHooks.ThresholdOf,
            Inputs = TableInputs.All,
            FarRow = TableInputs.FarRow,
            Added = [(score, "Age"), ("PredictedLabel", "Age"), ("Why", "Age")],
            EachOutputNeedsAllInputs = true,
            ScoreColumn = score,
            LabelColumn = "PredictedLabel",
            ContributionsColumn = "Why",
            HasDensities = true,
            CountRuns = SubjectHooks.CountRuns,
            RestoreBatching = SubjectHooks.RestoreBatching,
        };

    private static VaeImputeOptions Filled(int batchSize) =>
        new() { BatchSize = batchSize, Columns = [new("Job 2", "Job"), new("Vitals filled", "Vitals")] };

    private static VaeScoreOptions Options(bool isElbo, int batchSize, float? threshold) =>
        new()
        {
            Kind = isElbo ? VaeScoreKind.NegativeElbo : VaeScoreKind.ReconstructionError,
            BatchSize = batchSize,
            Threshold = threshold,
            ContributionsColumnName = "Why",
        };

    /// <summary>
    /// Opens the model, creates an estimator with it and disposes the model. An estimator needs its model only while it
    /// is created.
    /// </summary>
    private static IEstimator<ITransformer> Opened(Func<VaeModel, IEstimator<ITransformer>> create)
    {
        using var model = VaeModel.Open(Folder);
        return create(model);
    }
}
