using Npgsql;
using NpgsqlTypes;

namespace ScorePostgres;

/// <summary>The tables of readings and of their scores. Both are read and written with COPY in its binary format.</summary>
/// <param name="connection">An open connection.</param>
internal sealed class PumpTables(NpgsqlConnection connection)
{
    /// <summary>Returns the largest id with a score; 0 if there is none.</summary>
    public async Task<long> FindLastScoredAsync()
    {
        await using var command = new NpgsqlCommand("SELECT coalesce(max(id), 0) FROM scores", connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Reads the next readings in the order of their ids.</summary>
    /// <param name="after">The id before the first reading.</param>
    /// <param name="count">The largest number of readings.</param>
    public async Task<List<Reading>> ReadAsync(long after, int count)
    {
        List<Reading> readings = [];
        await using var rows = await connection.BeginBinaryExportAsync(
            FormattableString.Invariant(
                $"""
                COPY (
                    SELECT id, speed, flow, pressure, power, temperature, vibration, mode
                    FROM readings WHERE id > {after} ORDER BY id LIMIT {count}
                ) TO STDOUT (FORMAT BINARY)
                """
            )
        );
        while (await rows.StartRowAsync() >= 0)
        {
            readings.Add(
                new()
                {
                    Id = await rows.ReadAsync<long>(NpgsqlDbType.Bigint),
                    Speed = await ReadNumberAsync(rows),
                    Flow = await ReadNumberAsync(rows),
                    Pressure = await ReadNumberAsync(rows),
                    Power = await ReadNumberAsync(rows),
                    Temperature = await ReadNumberAsync(rows),
                    Vibration = await ReadNumberAsync(rows),
                    Mode = rows.IsNull ? await SkipAsync(rows, "") : await rows.ReadAsync<string>(NpgsqlDbType.Text),
                }
            );
        }

        return readings;
    }

    /// <summary>Writes scores, all of them or none.</summary>
    /// <returns>The number of anomalies.</returns>
    public async Task<int> WriteAsync(IEnumerable<(Reading Reading, ScoredReading Scored)> rows)
    {
        var anomalies = 0;
        await using var import = await connection.BeginBinaryImportAsync(
            "COPY scores (id, score, is_anomaly) FROM STDIN (FORMAT BINARY)"
        );
        foreach (var (reading, scored) in rows)
        {
            await import.StartRowAsync();
            await import.WriteAsync(reading.Id, NpgsqlDbType.Bigint);
            await import.WriteAsync(scored.Score, NpgsqlDbType.Real);
            await import.WriteAsync(scored.PredictedLabel, NpgsqlDbType.Boolean);
            anomalies += scored.PredictedLabel ? 1 : 0;
        }

        // Without this call, the rows are discarded.
        await import.CompleteAsync();
        return anomalies;
    }

    // NULL is a missing value.
    private static async Task<float> ReadNumberAsync(NpgsqlBinaryExporter rows) =>
        rows.IsNull ? await SkipAsync(rows, float.NaN) : await rows.ReadAsync<float>(NpgsqlDbType.Real);

    private static async Task<T> SkipAsync<T>(NpgsqlBinaryExporter rows, T missing)
    {
        await rows.SkipAsync();
        return missing;
    }
}
