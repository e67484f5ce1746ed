namespace Microsoft.ML.Trainers;

/// <summary>A model that gives one number for a row's features.</summary>
internal interface IScalarModel
{
    int FeatureCount { get; }

    float Score(ReadOnlySpan<float> features);
}

/// <summary>A model that gives one probability per class for a row's features.</summary>
internal interface IClassModel
{
    int FeatureCount { get; }

    int ClassCount { get; }

    void Score(ReadOnlySpan<float> features, Span<float> scores);
}
