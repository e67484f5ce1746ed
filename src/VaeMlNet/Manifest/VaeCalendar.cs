using System.Text.Json.Serialization;

namespace VaeMlNet;

/// <summary>The part of the calendar that a model of time series knows.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<VaeCalendar>))]
public enum VaeCalendar
{
    /// <summary>No part: the model knows only the rows of a window.</summary>
    [JsonStringEnumMemberName("none")]
    None,

    /// <summary>The time of day of the window's last row.</summary>
    [JsonStringEnumMemberName("day")]
    Day,

    /// <summary>The time of day and the weekday of the window's last row.</summary>
    [JsonStringEnumMemberName("week")]
    Week,
}
