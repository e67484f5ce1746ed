// Reads CSV rows from a file or from standard input, scores them as they arrive, and prints the anomalies with their reasons.
// DetectOnStream [READINGS.csv] [MODEL_FOLDER]: without a file, or for -, standard input.
using DetectOnStream;

const int LargestBatch = 64;
var input = args.ElementAtOrDefault(0) ?? "-";
var modelFolder = args.ElementAtOrDefault(1) ?? Path.Combine(AppContext.BaseDirectory, "model");

using var detector = new PumpDetector(modelFolder);
long rows = 0;
long anomalies = 0;
try
{
    using TextReader text = input == "-" ? new StreamReader(Console.OpenStandardInput()) : new StreamReader(input);
    await foreach (var batch in ReadingStream.ReadBatchesAsync(text, LargestBatch))
    {
        foreach (var reading in detector.Score(batch))
        {
            rows++;
            if (reading.PredictedLabel)
            {
                anomalies++;
                Console.WriteLine(
                    FormattableString.Invariant($"row {rows}: {reading.Score:F1} nats: {detector.Reason(reading)}")
                );
            }
        }
    }
}
catch (Exception exception) when (exception is IOException or FormatException)
{
    Console.Error.WriteLine($"{(input == "-" ? "standard input" : input)}: {exception.Message}");
    return 1;
}

Console.WriteLine($"{rows} rows, {anomalies} anomalies");
return 0;
