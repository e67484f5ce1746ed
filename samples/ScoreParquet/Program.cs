// Scores the rows of a Parquet file with DuckDB and ML.NET's DatabaseLoader, and writes the scores as Parquet.
// ScoreParquet READINGS.parquet SCORES.parquet [MODEL_FOLDER]
using System.Data.Common;
using DuckDB.NET.Data;
using ScoreParquet;

if (args.Length is < 2 or > 3)
{
    Console.Error.WriteLine("usage: ScoreParquet READINGS.parquet SCORES.parquet [MODEL_FOLDER]");
    return 2;
}

try
{
    using var scorer = new PumpScorer(args.ElementAtOrDefault(2) ?? Path.Combine(AppContext.BaseDirectory, "model"));
    using var database = new DuckDBConnection("DataSource=:memory:");
    database.Open();
    Run("CREATE TABLE scores (id BIGINT, score REAL, is_anomaly BOOLEAN)");
    var (rows, anomalies) = (0, 0);
    using (var appender = database.CreateAppender("scores"))
    {
        foreach (var reading in scorer.Score(args[0]))
        {
            appender
                .CreateRow()
                .AppendValue(reading.Id)
                .AppendValue(reading.Score)
                .AppendValue(reading.PredictedLabel)
                .EndRow();
            rows++;
            anomalies += reading.PredictedLabel ? 1 : 0;
        }
    }

    Run($"COPY scores TO {PumpScorer.Quote(args[1])} (FORMAT parquet)");
    Console.WriteLine($"{rows} rows, {anomalies} anomalies: {args[1]}");
    return 0;

    void Run(string statement)
    {
        using var command = database.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery();
    }
}
catch (Exception exception) when (exception.GetBaseException() is DbException fault)
{
    // DatabaseLoader wraps the exceptions of the database.
    Console.Error.WriteLine($"DuckDB: {fault.Message}");
    return 1;
}
