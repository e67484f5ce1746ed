using Microsoft.ML.Runtime;

namespace VaeMlNet;

/// <summary>
/// Creates the step of ScoreByVae. It runs scorer.onnx, whose outputs are the score and, if requested, the contributions. For the marginal
/// likelihood it also runs encoder.onnx and decoder.onnx. The label compares the score with the threshold.
/// </summary>
internal static class ScoreStep
{
    private const int MostSamples = 10_000;

    public static BatchedOnnxStep Create(
        StepModel model,
        string outputColumnName,
        InputNames inputNames,
        VaeScoreOptions options,
        float threshold
    )
    {
        var folder = model.Folder;
        var tensors = GraphTensors.ScorerOutputs(folder.Manifest);
        var kind = ScoreKind.Get(options.Kind);
        var isSampled = kind == ScoreKind.Sampled;
        if (isSampled)
        {
            CheckSampled(options);
        }

        var score = isSampled ? new(kind.Tensor, 1) : tensors.Single(t => t.Name == kind.Tensor);
        var outputs = new List<OutputColumn> { new ScalarOutput(outputColumnName, score) };
        if (options.PredictedLabelColumnName is { } label)
        {
            outputs.Add(new ThresholdOutput(label, score, threshold));
        }

        if (options.ContributionsColumnName is { } contributions)
        {
            var perSlot = tensors.Single(t => t.Name == kind.Contributions);
            outputs.Add(SlotOutputs.RawOutput(contributions, perSlot, folder.Manifest));
        }

        if (options.UnseenColumnName is { } unseen)
        {
            var tensor =
                tensors.FirstOrDefault(t => t.Name == GraphTensors.Unseen)
                ?? throw StepErrors.NoCategories(folder.Path, unseen);
            outputs.Add(SlotOutputs.RawOutput(unseen, tensor, folder.Manifest));
        }

        var scorer = folder.Scorer;
        if (options.PValueColumnName is { } pValue)
        {
            var calibration = folder.Calibration ?? throw StepErrors.NoCalibration(folder.Path, pValue);
            scorer = PValueGraph.Append(scorer, score, calibration, options.Kind);
            outputs.Add(new ScalarOutput(pValue, PValueGraph.Output));
        }

        const string name = "ScoreByVae";
        var inputs = StepInputs.Create(folder, name, inputNames, outputColumnName, options);
        var step = new BatchedOnnxStep
        {
            Name = name,
            ModelFolder = folder.Path,
            Folder = folder,
            Graphs = [Scorer(folder, scorer)],
            Inputs = inputs,
            Outputs = outputs,
            BatchSize = model.Settings.BatchSize(options.BatchSize),
            Settings = model.Settings,
        };
        return (isSampled ? Sampled(step, folder, options) : step).Checked();
    }

    /// <summary>Creates the estimator of the step, with the threshold of the options or the model.</summary>
    public static VaeEstimator<VaeScoreTransformer> Estimator(
        IHostEnvironment environment,
        StepModel model,
        string outputColumnName,
        InputNames inputNames,
        VaeScoreOptions options
    )
    {
        var threshold = Threshold(model.Folder.Manifest, options);
        var step = Create(model, outputColumnName, inputNames, options, threshold);
        return new(environment, step, (fitted, sessions) => new(fitted, sessions, threshold));
    }

    /// <summary>Returns the threshold of the options, or the manifest's threshold for the kind of score.</summary>
    public static float Threshold(VaeManifest manifest, VaeScoreOptions options)
    {
        return options.Threshold is { } threshold
            ? CheckedThreshold(threshold, nameof(options))
            : (float)manifest.Threshold.Value(ScoreKind.Get(options.Kind).Kind);
    }

    /// <exception cref="ArgumentOutOfRangeException">The threshold is NaN.</exception>
    public static float CheckedThreshold(float threshold, string parameter) =>
        float.IsNaN(threshold)
            ? throw new ArgumentOutOfRangeException(
                parameter,
                threshold,
                "The threshold of ScoreByVae is NaN, which no score is above. Pass a score in nats, or leave out the threshold for the model's own."
            )
            : threshold;

    /// <summary>Returns the kind of score that a step computes.</summary>
    public static VaeScoreKind KindOf(BatchedOnnxStep step) =>
        ScoreKind.All.Append(ScoreKind.Sampled).Single(kind => kind.Tensor == step.Outputs[0].Tensor.Name).Kind;

    private static StepGraph Scorer(ModelFolder folder, byte[] graph) =>
        new(ModelFolderFiles.Scorer, graph, GraphTensors.Inputs(folder.Manifest));

    private static BatchedOnnxStep Sampled(BatchedOnnxStep step, ModelFolder folder, VaeScoreOptions options) =>
        step with
        {
            Graphs = [.. PosteriorGraphs.Create(folder), .. step.Graphs],
            Posterior = new(folder.Manifest, options.Seed) { SampleCount = options.SampleCount },
            NewBatch = static (step, sessions, outputs, capacity) =>
                new MarginalBatch(step, sessions, outputs, capacity),
            ScoresBySamples = true,
        };

    private static void CheckSampled(VaeScoreOptions options)
    {
        if (options.SampleCount is < 1 or > MostSamples)
        {
            throw StepErrors.ScoreSamples(options.SampleCount, MostSamples);
        }

        if ((options.ContributionsColumnName ?? options.PValueColumnName) is { } column)
        {
            throw StepErrors.NotForSampledScores(
                options.ContributionsColumnName is null
                    ? nameof(VaeScoreOptions.PValueColumnName)
                    : nameof(VaeScoreOptions.ContributionsColumnName),
                column
            );
        }
    }

    /// <summary>Returns the step with another threshold.</summary>
    public static BatchedOnnxStep WithThreshold(BatchedOnnxStep step, float threshold) =>
        step with
        {
            Outputs =
            [
                .. step.Outputs.Select(o =>
                    o is ThresholdOutput label ? new ThresholdOutput(label.Name, label.Tensor, threshold) : o
                ),
            ],
        };
}
