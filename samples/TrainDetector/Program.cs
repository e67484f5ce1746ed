// Trains a detector on a table and writes its model folder, which the samples DetectOnStream and ScoringService use.
// TrainDetector MODEL_FOLDER [READINGS.csv]: writes new readings to the second file. In one of 25 a pipe is blocked.
using Microsoft.ML;
using TrainDetector;
using VaeMlNet;

if (args.Length is 0 or > 2)
{
    Console.Error.WriteLine("usage: TrainDetector MODEL_FOLDER [READINGS.csv]");
    return 2;
}

var ml = new MLContext(seed: 1);
var pumps = new Pumps(seed: 1);
var history = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 3_000).Select(_ => pumps.Sound()).ToList());

// Hold out a fifth of the rows for the threshold. All rows are known to be normal.
var options = new VaeTrainerOptions
{
    Data = new() { ValidationShare = 0.2 },
    Threshold = new() { FalsePositiveRate = 0.01 },
    NormalRows = true,
    Seed = 1,
};
var pipeline = ml
    .Transforms.Conversion.MapValueToKey(nameof(Reading.Mode))
    .Append(ml.AnomalyDetection.Trainers.Vae(Reading.Columns, options));
using var detector = pipeline.Fit(history);
detector.LastTransformer.SaveModelFolder(args[0]);
Console.WriteLine($"{args[0]}: rows above {detector.LastTransformer.Threshold:F2} nats are anomalies");

if (args.Length == 2)
{
    var fresh = Enumerable.Range(1, 500).Select(row => row % 25 == 0 ? pumps.Blocked() : pumps.Sound());
    File.WriteAllLines(args[1], fresh.Select(reading => reading.ToCsv()).Prepend(string.Join(',', Reading.Columns)));
    Console.WriteLine($"{args[1]}: 500 readings, 20 of them with a blocked pipe");
}

return 0;
