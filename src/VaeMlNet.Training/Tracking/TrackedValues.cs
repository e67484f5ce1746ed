using System.Globalization;

namespace VaeMlNet;

/// <summary>The figures of epochs and the options of trainings, by the names under which they are recorded.</summary>
internal static class TrackedValues
{
    /// <summary>Returns the figures of an epoch. TensorBoard groups names by their part before the slash.</summary>
    public static IEnumerable<(string Name, double Value)> OfEpoch(VaeEpoch epoch)
    {
        yield return ("loss/training", epoch.Training.Total);
        yield return ("reconstruction/training", epoch.Training.Reconstruction);
        yield return ("kl/training", epoch.Training.Kl);
        if (epoch.Validation is { } validation)
        {
            yield return ("loss/validation", validation.Total);
            yield return ("reconstruction/validation", validation.Reconstruction);
            yield return ("kl/validation", validation.Kl);
        }

        yield return ("schedule/beta", epoch.Training.Beta);
        yield return ("schedule/learning_rate", epoch.LearningRate);
        if (epoch.Temperature is { } temperature)
        {
            yield return ("schedule/temperature", temperature);
        }

        yield return ("time/seconds", epoch.Seconds);
    }

    /// <summary>Returns the options of a training that people compare.</summary>
    /// <param name="options">The options, with the values that were chosen from the data.</param>
    public static IEnumerable<(string Name, string Value)> OfOptions(VaeTrainerOptions options)
    {
        yield return ("network", options.NetworkOrDefault.GetType().Name);
        yield return ("hidden_dims", string.Join('-', options.HiddenDims ?? []));
        yield return ("latent", options.Latent.GetType().Name);
        yield return ("latent_dim", Text(options.LatentDimOrDefault));
        yield return ("prior", options.Prior.GetType().Name);
        yield return ("likelihood", options.LikelihoodOrDefault.GetType().Name);
        yield return ("beta", Text(options.BetaOrDefault));
        yield return ("optimizer", options.Optimizer.Kind.ToString());
        yield return ("learning_rate", Text(options.LearningRateOrDefault));
        yield return ("learning_rate_schedule", options.LearningRateScheduleOrDefault.Schedule.ToString());
        yield return ("batch_size", Text(options.BatchSizeOrDefault));
        yield return ("epoch_count", Text(options.EpochCountOrDefault));
        yield return ("input_noise", options.InputNoiseOrDefault.Kind.ToString());
        yield return ("input_noise_level", Text(options.InputNoiseOrDefault.Level));
        yield return ("seed", Text(options.Seed));
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
