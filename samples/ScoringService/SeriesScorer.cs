using VaeMlNet;

namespace ScoringService;

/// <summary>
/// Scores rows of time series as they come. It restores the state of the series when the service starts, and saves it when the service has
/// answered its last request. Thread safety: several threads at a time.
/// </summary>
internal sealed class SeriesScorer(string modelFolder, string stateFile) : IHostedService, IDisposable
{
    private readonly VaeSeriesEngine engine = new(modelFolder);
    private readonly Lock oneByOne = new();

    /// <summary>Adds a row to a series and scores it.</summary>
    /// <returns>The result; null if the row is not later than the last row of the series, and thus probably a repeated request.</returns>
    /// <exception cref="ArgumentException">The number of values is wrong.</exception>
    /// <exception cref="VaeRowException">The model does not allow a value.</exception>
    public SeriesVerdict? Score(string series, SeriesRow row)
    {
        float[] values = [.. row.Values.Select(value => value ?? float.NaN)];
        var why = new float[engine.Series.Channels.Count];
        // Without the lock, a row and its repetition could both pass the check.
        lock (oneByOne)
        {
            if ((row.Time - DateTimeOffset.UnixEpoch).TotalSeconds <= engine.LastTime(series))
            {
                return null;
            }

            var result = engine.Push(series, values, row.Time, why);
            return new(
                result.Score,
                result.IsAnomaly,
                engine.Series.Channels.Zip(why).ToDictionary(part => part.First, part => part.Second)
            );
        }
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (File.Exists(stateFile))
        {
            engine.RestoreCheckpoint(stateFile);
        }

        return Task.CompletedTask;
    }

    // The web server was started later than this service, so it has already stopped.
    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        engine.SaveCheckpoint(stateFile);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose() => engine.Dispose();
}

/// <summary>A row of a time series as JSON.</summary>
internal sealed class SeriesRow
{
    /// <summary>Gets the time.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Gets the channels in the order of the training; null for a missing value.</summary>
    public required float?[] Values { get; init; }
}

/// <summary>The result for a row of a time series.</summary>
/// <param name="Score">The score in nats of the window that ends with the row.</param>
/// <param name="IsAnomaly">Whether the score is above the model's threshold.</param>
/// <param name="Contributions">The contribution of each channel to the score.</param>
internal sealed record SeriesVerdict(float Score, bool IsAnomaly, IReadOnlyDictionary<string, float> Contributions);
