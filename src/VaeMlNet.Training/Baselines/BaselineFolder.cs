using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>The model folder of a baseline.</summary>
/// <param name="rows">The training rows.</param>
/// <param name="fit">The fitted baseline.</param>
/// <param name="options">The method, the seed and the schema.</param>
/// <param name="seconds">The duration of the fit.</param>
internal sealed class BaselineFolder(BaselineRows rows, BaselineFit fit, VaeBaselineOptions options, double seconds)
{
    private const int TestRowCount = 8;
    private const string None = "none";

    private readonly Table table = rows.Table;

    /// <summary>Writes the folder.</summary>
    /// <exception cref="VaeModelException">The folder cannot be written, or contains something other than a model.</exception>
    public VaeManifest Write(string modelFolder)
    {
        var manifest = Describe(modelFolder);
        var graph = BaselineGraph.Build(table, fit.Baseline).ToBytes();
        GraphRules.CheckNew(modelFolder, ModelFolderFiles.Scorer, graph);
        Dictionary<string, byte[]> files = new()
        {
            [ModelFolderFiles.Scorer] = graph,
            [ModelFolderFiles.Calibration] = ModelFolderFile<CalibrationScores>.ToBytes(
                CalibrationScores.Summarize(fit.HeldOut, VaeThreshold.ValidationRows)
            ),
            [ModelFolderFiles.Manifest] = ManifestJson.ToBytes(manifest, modelFolder),
        };
        AddTestData(files);
        ModelFolderWriter.Write(modelFolder, folder => ModelFolderWriter.WriteFiles(folder, files));
        return manifest;
    }

    private VaeManifest Describe(string modelFolder)
    {
        var mean = fit.HeldOut[VaeScoreKind.NegativeElbo].Average();
        return new()
        {
            Producer = ModelManifest.Producer,
            Name = ModelManifest.NameOf(modelFolder),
            Architecture = new()
            {
                Kind = BaselineFit.MethodOf(options.Method).Name,
                InputDim = table.RawWidth,
                HiddenDims = [],
                LatentDim = 0,
                Activation = None,
            },
            Latent = new() { Kind = VaeLatentSpace.None, Dim = 0 },
            Inputs = VaeManifest.ColumnInputs,
            Columns =
            [
                .. TableInput
                    .CreateAll(table)
                    .Select(input => input.Describe() with { Likelihood = LikelihoodOf(input.Column.Kind) }),
            ],
            MarksUnseen = BaselineGraph.HasKeys(table),
            TableSchema = options.TableSchema,
            Threshold = fit.Threshold,
            Training = new()
            {
                Rows = rows.Rows.RowCount,
                Epochs = 0,
                BatchSize = 0,
                LearningRate = 0,
                Optimizer = None,
                Beta = 0,
                Seed = options.Seed,
                Seconds = seconds,
                ValidationRows = fit.HeldOut.RowCount,
                Loss = mean,
                Reconstruction = mean,
                Kl = 0,
            },
            Opset = ModelManifest.Opset,
        };
    }

    // A baseline has no likelihoods. These allow every value that it reads.
    private static string LikelihoodOf(TableColumnKind kind) =>
        kind switch
        {
            TableColumnKind.Boolean => "bernoulli",
            TableColumnKind.Key => ColumnLikelihood.Categorical,
            _ => "gaussian",
        };

    /// <summary>Adds synthetic rows and their scores, as C# computes them.</summary>
    private void AddTestData(Dictionary<string, byte[]> files)
    {
        Random random = new(options.Seed);
        float[][] synthetic = [.. Enumerable.Range(0, TestRowCount).Select(_ => SyntheticRow(random))];
        using var scope = NewDisposeScope();
        var raw = tensor(synthetic.SelectMany(row => row).ToArray(), [TestRowCount, table.RawWidth]);
        foreach (var (number, input) in TableInput.CreateAll(table).Index())
        {
            files.Add($"{ModelFolderFiles.TestData}/{BaselineGraph.Name}_input_{number}.pb", input.ToBytes(raw));
        }

        var coded = BaselineRows.Code(table, synthetic);
        var scores = fit.Baseline.Score(coded);
        double[] contributions = [.. fit.Baseline.Contributions(coded).SelectMany(row => row)];
        var unseen = fit.Baseline.Encoding.FindUnseen(coded); // [S][rows]
        double[] marks = [.. scores.SelectMany((_, row) => unseen.Select(slot => slot[row] ? 1.0 : 0))];
        (string Name, double[] Values)[] outputs =
        [
            (ScoreKind.ScoreTensor, scores),
            (ScoreKind.ReconstructionErrorTensor, scores),
            (ScoreKind.KlTensor, new double[TestRowCount]),
            (ScoreKind.ContributionsTensor, contributions),
            (ScoreKind.ScoreContributionsTensor, contributions),
            .. BaselineGraph.HasKeys(table) ? [(GraphTensors.Unseen, marks)] : Array.Empty<(string, double[])>(),
        ];
        foreach (var (number, (name, values)) in outputs.Index())
        {
            files.Add(
                $"{ModelFolderFiles.TestData}/{BaselineGraph.Name}_output_{number}.pb",
                OnnxTensorFile.ToBytes(
                    name,
                    Array.ConvertAll(values, value => (float)value),
                    TestRowCount,
                    values.Length / TestRowCount
                )
            );
        }
    }

    private float[] SyntheticRow(Random random) =>
        [
            .. table.Columns.SelectMany(column =>
                Enumerable
                    .Range(0, column.Width)
                    .Select(_ =>
                        column.Kind switch
                        {
                            TableColumnKind.Key => random.Next(1, column.KeyCount + 2), // the last one is unseen
                            TableColumnKind.Boolean => random.Next(2),
                            _ => column.Minimum + (random.NextSingle() * (column.Maximum - column.Minimum)),
                        }
                    )
            ),
        ];
}
