using Microsoft.ML.Runtime;
using VaeMlNet.Onnx;

namespace VaeMlNet;

/// <summary>
/// Creates the step of VaeScore. It runs scorer.onnx, whose outputs are the score and, if requested, the contributions. For the marginal
/// likelihood it also runs encoder.onnx and decoder.onnx. The label compares the score with the threshold.
/// </summary>
internal static class ScoreStep
{
    /// <summary>The name of the step in messages.</summary>
    public const string Name = "VaeScore";
    private const int MostSamples = 10_000;

    /// <summary>Checks the options that depend on no model, so that an estimator that trains can check them before the training.</summary>
    /// <exception cref="ArgumentException">A name is empty, two columns have the same name, or an option is unsuitable or out of its range.</exception>
    public static void CheckOptions(string outputColumnName, VaeScoreOptions options)
    {
        if (ScoreKind.Get(options.Kind) == ScoreKind.Sampled)
        {
            CheckSampled(options);
        }

        if (options.Threshold is { } threshold)
        {
            CheckedThreshold(threshold, nameof(options));
        }

        string?[] others =
        [
            options.PredictedLabelColumnName,
            options.ContributionsColumnName,
            options.UnseenColumnName,
            options.ReasonsColumnName,
            options.PValueColumnName,
        ];
        OutputColumn.CheckNames(Name, [outputColumnName, .. others.OfType<string>()]);
    }

    public static BatchedOnnxStep Create(
        StepModel model,
        string outputColumnName,
        InputNames inputNames,
        VaeScoreOptions options,
        float threshold
    )
    {
        CheckOptions(outputColumnName, options);
        var folder = model.Folder;
        var tensors = GraphTensors.ScorerOutputs(folder.Manifest);
        var kind = ScoreKind.Get(options.Kind);
        var isSampled = kind == ScoreKind.Sampled;
        if (isSampled && ScoreKind.ChangesReconstructionErrors(folder.Manifest))
        {
            throw StepErrors.NoMarginalLikelihood(folder.Path);
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

        if (options.ReasonsColumnName is { } reasons)
        {
            outputs.Add(new TextsOutput(reasons, ReasonBatch.Reasons));
        }

        var scorer = folder.Scorer;
        if (options.PValueColumnName is { } pValue)
        {
            var calibration = folder.Calibration ?? throw StepErrors.NoCalibration(folder.Path, pValue);
            (scorer, var tensor) = PValueGraph.Append(scorer, score, calibration, options.Kind);
            outputs.Add(new ScalarOutput(pValue, tensor));
        }

        var inputs = StepInputs.Create(folder, Name, inputNames, outputColumnName, options);
        var step = new BatchedOnnxStep
        {
            Name = Name,
            Folder = folder,
            Graphs = [Scorer(folder, scorer)],
            Inputs = inputs,
            Outputs = outputs,
            BatchSize = model.Settings.BatchSize(options.BatchSize),
            Settings = model.Settings,
        };
        return (
            isSampled ? Sampled(step, folder, options)
            : options.ReasonsColumnName is null ? step
            : WithReasons(step, folder)
        ).Checked();
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

    public static float CheckedThreshold(float threshold, string parameter) =>
        float.IsNaN(threshold)
            ? throw new ArgumentOutOfRangeException(
                parameter,
                threshold,
                "The threshold of VaeScore is NaN, which no score is above. Pass a score in nats, or leave out the threshold for the model's own."
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

    private static BatchedOnnxStep WithReasons(BatchedOnnxStep step, ModelFolder folder) =>
        step with
        {
            Graphs =
            [
                .. PosteriorGraphs.Create(folder),
                .. step.Graphs,
                .. folder.Imputer is { } imputer
                    ? [new StepGraph(ModelFolderFiles.Imputer, imputer, GraphTensors.Inputs(folder.Manifest))]
                    : Array.Empty<StepGraph>(),
            ],
            Reasons = new(folder.Manifest),
            NewBatch = static (step, sessions, outputs, capacity) => new ReasonBatch(step, sessions, outputs, capacity),
        };

    private static void CheckSampled(VaeScoreOptions options)
    {
        if (options.SampleCount is < 1 or > MostSamples)
        {
            throw StepErrors.ScoreSamples(options.SampleCount, MostSamples);
        }

        (string Option, string? Column)[] unsuitable =
        [
            (nameof(options.ContributionsColumnName), options.ContributionsColumnName),
            (nameof(options.PValueColumnName), options.PValueColumnName),
            (nameof(options.ReasonsColumnName), options.ReasonsColumnName),
        ];
        foreach (var (option, column) in unsuitable)
        {
            if (column is not null)
            {
                throw StepErrors.NotForSampledScores(option, column);
            }
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

/// <summary>
/// Adds an output with p-values to scorer.onnx: the share of calibration scores that are at least as large as the row's score,
/// counting the row itself: p = (1 + #{c &gt;= s}) / (n + 1) (conformal p-value; Vovk et al. 2005, Bates et al. 2023, eq. 2).
/// </summary>
/// <remarks>
/// The graph computes it, so that a saved pipeline has the output without VaeMlNet. Counts below 2^24 are exact in float32 in
/// any order of addition, so that the p-value depends on the score only. NaN counts as above all other scores.
/// </remarks>
internal static class PValueGraph
{
    /// <summary>Returns the graph with the output, which is float32 [N, 1], in (0, 1].</summary>
    /// <param name="scorer">The bytes of scorer.onnx.</param>
    /// <param name="score">The score output of the graph: [N, 1].</param>
    /// <param name="calibration">The calibration scores.</param>
    /// <param name="kind">The kind of score.</param>
    public static (byte[] Graph, GraphTensor Output) Append(
        byte[] scorer,
        GraphTensor score,
        CalibrationScores calibration,
        VaeScoreKind kind
    )
    {
        var prefix = FreePrefix(scorer);
        var count = calibration.Counts.Count;
        float[] scores = [.. calibration.Scores(kind)];
        float[] counts = [.. calibration.Counts.Select(c => (float)c)];
        var addition = new ProtobufWriter()
            .Message(GraphProto.Initializer, OnnxParts.Floats(prefix + "_scores", scores, 1, count))
            .Message(GraphProto.Initializer, OnnxParts.Floats(prefix + "_counts", counts, count, 1))
            .Message(GraphProto.Initializer, OnnxParts.Floats(prefix + "_row", [1]))
            .Message(GraphProto.Initializer, OnnxParts.Floats(prefix + "_rows", [calibration.Rows + 1]))
            .Message(
                GraphProto.Node,
                OnnxParts.Node("GreaterOrEqual", [prefix + "_scores", score.Name], prefix + "_is_at_least")
            ) // [N, K]
            .Message(GraphProto.Node, OnnxParts.CastToFloat(prefix + "_is_at_least", prefix + "_ones")) // [N, K]
            .Message(
                GraphProto.Node,
                OnnxParts.Node("MatMul", [prefix + "_ones", prefix + "_counts"], prefix + "_above")
            ) // [N, 1]
            .Message(GraphProto.Node, OnnxParts.Node("Add", [prefix + "_above", prefix + "_row"], prefix + "_with_row"))
            .Message(GraphProto.Node, OnnxParts.Node("Div", [prefix + "_with_row", prefix + "_rows"], prefix))
            .Message(GraphProto.Output, OnnxParts.Value(prefix, null, 1));
        return (OnnxParts.Extend(scorer, addition), new(prefix, 1));
    }

    // The inputs of a table have the names of its columns.
    private static string FreePrefix(byte[] scorer)
    {
        var names = OnnxValueNames.Read(scorer);
        var prefix = "vae_p_value";
        while (names.Any(name => name.StartsWith(prefix, StringComparison.Ordinal)))
        {
            prefix += "_x";
        }

        return prefix;
    }
}
