// Trains an anomaly detector on a table, writes its model folder, and scores the rows of the table with it.
// dotnet run [-- TABLE [MODEL_FOLDER]]: the table is a CSV, Parquet or JSON lines file.
using Microsoft.ML;
using Vae_Training;
using VaeMlNet;

var tableFile = args.ElementAtOrDefault(0) ?? "readings.csv";
var modelFolder = args.ElementAtOrDefault(1) ?? "model";

// Read the table. The kinds of its columns are found in the file.
var ml = new MLContext(seed: 1);
var table = ml.Data.LoadVaeTable(tableFile);
foreach (var column in table.Profile.Columns)
{
    Console.WriteLine($"{column.Name}: {column.Kind}, {column.MissingCount} missing");
}

// Train. Options that are not set are chosen from the data. A row above the threshold is an anomaly: here about 4 % of usual rows.
var options = new VaeTrainerOptions
{
    TableSchema = table.TableSchema,
    Threshold = new() { FalsePositiveRate = 0.04 },
    Seed = 1,
};
using (var detector = ml.AnomalyDetection.Trainers.Vae(table.ColumnNames, options).Fit(table))
{
    detector.SaveModelFolder(modelFolder);
    Console.WriteLine($"{modelFolder}: rows above {detector.Threshold:F2} nats are anomalies");
}

// Score a table with the model folder, as a program that does not train can do. New rows can come from another file.
using var model = VaeModel.Open(modelFolder);
var rows = ml.Data.LoadVaeTableForModel(tableFile, model);
using var scorer = ml
    .Transforms.VaeScore(
        "Score",
        [.. model.Manifest.Columns.Select(column => column.Name)],
        model,
        new VaeScoreOptions { ReasonsColumnName = "Reasons" }
    )
    .Fit(rows);
ScoredRow[] scored = [.. ml.Data.CreateEnumerable<ScoredRow>(scorer.Transform(rows), reuseRowObject: false)];
Console.WriteLine(
    $"{scored.Length} rows scored, {scored.Count(row => row.PredictedLabel)} anomalies. The highest scores:"
);
foreach (
    var (row, number) in scored
        .Zip(Enumerable.Range(1, scored.Length))
        .OrderByDescending(pair => pair.First.Score)
        .Take(10)
)
{
    Console.WriteLine(
        FormattableString.Invariant($"row {number}: {row.Score:F1} nats: {string.Join("; ", row.Reasons)}")
    );
}
