namespace ScoreParquet;

/// <summary>A row of the file, with the column names of the model. NaN and an empty text are missing values.</summary>
internal sealed class Reading
{
    public long Id { get; set; }

    public float Speed { get; set; }

    public float Flow { get; set; }

    public float Pressure { get; set; }

    public float Power { get; set; }

    public float Temperature { get; set; }

    public float Vibration { get; set; }

    public string Mode { get; set; } = "";
}
