// Scores the rows of a table in PostgreSQL that have no score yet, and writes the scores into another table.
// ScorePostgres CONNECTION [MODEL_FOLDER]: run it again to score new rows, or to continue after it was killed.
using Npgsql;
using ScorePostgres;

const int RowsOfBatch = 10_000;
if (args.Length is 0 or > 2)
{
    Console.Error.WriteLine("usage: ScorePostgres CONNECTION [MODEL_FOLDER]");
    return 2;
}

using var scorer = new PumpScorer(args.ElementAtOrDefault(1) ?? Path.Combine(AppContext.BaseDirectory, "model"));
try
{
    await using var connection = new NpgsqlConnection(args[0]);
    await connection.OpenAsync();
    var tables = new PumpTables(connection);
    var last = await tables.FindLastScoredAsync();
    Console.WriteLine($"scored before: up to id {last}");
    while (await tables.ReadAsync(last, RowsOfBatch) is [.., var newest] readings)
    {
        // One COPY writes a batch as a whole or not at all. So a killed program leaves no batch half done.
        var anomalies = await tables.WriteAsync(readings.Zip(scorer.Score(readings)));
        last = newest.Id;
        Console.WriteLine($"{readings.Count} rows up to id {last}, {anomalies} anomalies");
    }
}
catch (NpgsqlException exception)
{
    Console.Error.WriteLine($"PostgreSQL: {exception.Message}");
    return 1;
}

return 0;
